package dev.slipway.task.dialect.godocker;

import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of an array with something around it. Whoever writes them puts a comma between two, so that what comes before stands
 * in the first part and what comes after in the last one, which is known when there is no other: each waits for the next.
 */
final class Framed {
    private final byte[] tail;
    private byte @Nullable [] head;
    private byte @Nullable [] held;

    private Framed(String head, String tail) {
        this.head = head.getBytes(StandardCharsets.UTF_8);
        this.tail = tail.getBytes(StandardCharsets.UTF_8);
    }

    static Multi<byte[]> of(String head, Multi<byte[]> parts, String tail) {
        return Multi.createFrom().deferred(() -> {
            var frame = new Framed(head, tail);
            return Multi.createBy()
                    .concatenating()
                    .<Optional<byte[]>>streams(
                            parts.map(Optional::of), Multi.createFrom().item(Optional.empty()))
                    .onItem()
                    .transformToIterable(it -> it.map(frame::next).orElseGet(frame::end));
        });
    }

    private List<byte[]> next(byte[] part) {
        var before = held;
        held = joined(head, part);
        head = null;
        return before == null ? List.of() : List.of(before);
    }

    private List<byte[]> end() {
        return List.of(joined(held == null ? head : held, tail));
    }

    private static byte[] joined(byte @Nullable [] first, byte[] second) {
        if (first == null) {
            return second;
        }
        var both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
