package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns names of volumes into folders. */
final class Volumes {
    private Volumes() {}

    /**
     * Known names once each: the home and what is shared. A process with root's rights only reads.
     *
     * @param shared a folder that the account may ask for
     * @throws Failure REFUSED for an unknown one that is required
     */
    static List<Volume> resolve(
            List<Submission.Wish> wishes,
            String home,
            boolean root,
            Function<Submission.Wish, Optional<Volume>> shared) {
        var resolved = new LinkedHashMap<String, Volume>();
        for (var wish : wishes) {
            var known = wish.name().equals(Volume.HOME) ? home(home) : shared.apply(wish);
            if (known.isEmpty() && wish.required()) {
                throw new Failure(Kind.REFUSED, "data_not_found", "data: no data set %s".formatted(wish.name()));
            }
            known.map(it -> it.readOnlyIf(root || wish.readOnly()))
                    .ifPresent(it -> resolved.putIfAbsent(wish.name(), it));
        }
        return List.copyOf(resolved.values());
    }

    private static Optional<Volume> home(String home) {
        return home.isEmpty() ? Optional.empty() : Optional.of(new Volume(Volume.HOME, home, Volume.HOME_MOUNT, false));
    }
}
