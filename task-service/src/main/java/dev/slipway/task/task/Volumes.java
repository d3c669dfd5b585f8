package dev.slipway.task.task;

import java.util.LinkedHashMap;
import java.util.List;

/** Turns names of volumes into folders. */
final class Volumes {
    private Volumes() {}

    /** Known names once each: nothing else is known yet than the home. A process with root's rights only reads. */
    static List<Volume> resolve(List<Submission.Wish> wishes, String home, boolean root) {
        var resolved = new LinkedHashMap<String, Volume>();
        for (var wish : wishes) {
            if (wish.name().equals(Volume.HOME) && !home.isEmpty()) {
                resolved.putIfAbsent(
                        wish.name(), new Volume(Volume.HOME, home, Volume.HOME_MOUNT, root || wish.readOnly()));
            }
        }
        return List.copyOf(resolved.values());
    }
}
