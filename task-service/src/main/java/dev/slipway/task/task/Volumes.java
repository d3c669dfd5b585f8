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
     * Known names once each: the home and the data sets. A process with root's rights only reads.
     *
     * @param data a data set that the account may read, by its name
     * @throws Failure REFUSED for an unknown one that is required
     */
    static List<Volume> resolve(
            List<Submission.Wish> wishes, String home, boolean root, Function<String, Optional<Volume>> data) {
        var resolved = new LinkedHashMap<String, Volume>();
        for (var wish : wishes) {
            var known = wish.name().equals(Volume.HOME) ? home(wish, home, root) : data.apply(wish.name());
            if (known.isEmpty() && wish.required()) {
                throw new Failure(Kind.REFUSED, "data_not_found", "data: no data set %s".formatted(wish.name()));
            }
            known.ifPresent(it -> resolved.putIfAbsent(wish.name(), it));
        }
        return List.copyOf(resolved.values());
    }

    private static Optional<Volume> home(Submission.Wish wish, String home, boolean root) {
        return home.isEmpty()
                ? Optional.empty()
                : Optional.of(new Volume(Volume.HOME, home, Volume.HOME_MOUNT, root || wish.readOnly()));
    }
}
