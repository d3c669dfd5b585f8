package dev.slipway.node.job;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks a job directory whose container has ended: everything becomes its owner's, and what can be kept is listed. */
final class Harvester extends SimpleFileVisitor<Path> {
    private final Path root;
    private final int uid;
    private final int gid;
    private final int maxFiles;
    private final long maxBytes;
    private final List<Harvest.Kept> files = new ArrayList<>();
    private final List<String> directories = new ArrayList<>();
    private long bytes;
    private int skipped;

    private Harvester(Path root, int uid, int gid, int maxFiles, long maxBytes) {
        this.root = root;
        this.uid = uid;
        this.gid = gid;
        this.maxFiles = maxFiles;
        this.maxBytes = maxBytes;
    }

    static Harvest walk(Path root, int uid, int gid, int maxFiles, long maxBytes) throws IOException {
        var walk = new Harvester(root, uid, gid, maxFiles, maxBytes);
        // What everybody looks for is kept whatever else there is.
        for (var name : List.of(JobDirectory.STDOUT, JobDirectory.STDERR, "god.info", "cmd.sh")) {
            walk.keepIfThere(root.resolve(name));
        }
        Files.walkFileTree(root, walk);
        return new Harvest(root, walk.files, walk.directories, walk.skipped);
    }

    private void keepIfThere(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            keep(file, Files.size(file));
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Tree.own(folder, uid, gid);
        if (!folder.equals(root)) {
            directories.add(name(folder));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Tree.own(file, uid, gid);
        if (attributes.isRegularFile() && !isFirst(file)) {
            keep(file, attributes.size());
        }
        return FileVisitResult.CONTINUE;
    }

    /** A file that vanished or cannot be read is not there. */
    @Override
    public FileVisitResult visitFileFailed(Path file, @Nullable IOException fault) {
        skipped++;
        return FileVisitResult.CONTINUE;
    }

    private boolean isFirst(Path file) {
        var name = name(file);
        return files.stream().limit(4).anyMatch(it -> it.path().equals(name));
    }

    private void keep(Path file, long size) {
        if (files.size() >= maxFiles || bytes + size > maxBytes) {
            skipped++;
            return;
        }
        bytes += size;
        files.add(new Harvest.Kept(name(file), size));
    }

    private String name(Path path) {
        return root.relativize(path).toString();
    }
}
