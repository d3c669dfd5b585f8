package dev.slipway.node.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an attempt left behind.
 *
 * @param files the regular files that are kept, by their path below {@code root}
 * @param directories the folders, by their path below {@code root}
 * @param leftOut what is not kept and stays on the node only
 */
public record Harvest(Path root, List<Kept> files, List<String> directories, LeftOut leftOut) {
    /** One file. */
    public record Kept(String path, long size) {}

    public Harvest {
        files = List.copyOf(files);
        directories = List.copyOf(directories);
    }

    /** Bytes in all. */
    public long bytes() {
        return files.stream().mapToLong(Kept::size).sum();
    }

    /** The same without files that cannot be kept after all, each with the reason. */
    public Harvest without(Map<Kept, String> refused) {
        var left = leftOut;
        for (var it : refused.entrySet()) {
            left = left.and(it.getKey().path(), it.getValue());
        }
        return new Harvest(
                root, files.stream().filter(it -> !refused.containsKey(it)).toList(), directories, left);
    }

    /** The same without all but what everybody looks for, or without that, too. */
    public Harvest withoutMost(boolean evenLogs, String why) {
        var left = leftOut;
        for (var file : files) {
            left = !evenLogs && Harvester.FIRST.contains(file.path()) ? left : left.and(file.path(), why);
        }
        var kept = files.stream()
                .filter(it -> !evenLogs && Harvester.FIRST.contains(it.path()))
                .toList();
        return new Harvest(root, kept, List.of(), left);
    }
}
