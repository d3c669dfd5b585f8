package dev.slipway.node.job;

import java.nio.file.Path;
import java.util.List;

/**
 * What an attempt left behind.
 *
 * @param files the regular files that are kept, by their path below {@code root}
 * @param directories the folders, by their path below {@code root}
 * @param skipped files that were beyond a limit and stay on the node only
 */
public record Harvest(Path root, List<Kept> files, List<String> directories, int skipped) {
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
}
