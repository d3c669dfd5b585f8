package dev.slipway.node.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks a job directory whose container has ended: everything becomes its owner's, and what can be kept is listed. Whatever a
 * container may leave, this ends: what cannot be kept is left out by name.
 */
final class Harvester extends SimpleFileVisitor<Path> {
    /** What everybody looks for is kept whatever else there is. */
    static final List<String> FIRST = List.of(JobDirectory.STDOUT, JobDirectory.STDERR, "god.info", "cmd.sh");

    /** Bytes a path may have in the store. */
    private static final int LONGEST_PATH = 4096;

    private final Path root;
    private final int uid;
    private final int gid;
    private final HarvestLimits limits;
    private final List<Harvest.Kept> files = new ArrayList<>();
    private final List<String> directories = new ArrayList<>();
    private LeftOut leftOut = LeftOut.NOTHING;
    private long bytes;
    private long pathBytes;

    private Harvester(Path root, int uid, int gid, HarvestLimits limits) {
        this.root = root;
        this.uid = uid;
        this.gid = gid;
        this.limits = limits;
    }

    static Harvest walk(Path root, int uid, int gid, HarvestLimits limits) throws IOException {
        var walk = new Harvester(root, uid, gid, limits);
        for (var name : FIRST) {
            walk.keepIfThere(root.resolve(name));
        }
        Files.walkFileTree(root, walk);
        return new Harvest(root, walk.files, walk.directories, walk.leftOut);
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
            keep(folder);
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

    /** A file that vanished or cannot be read is not there; nor is one whose path is longer than there may be. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException fault) {
        leaveOut(file, "cannot be read");
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault) {
        if (fault != null) {
            leaveOut(folder, "cannot be read to its end");
        }
        return FileVisitResult.CONTINUE;
    }

    private boolean isFirst(Path file) {
        return root.equals(file.getParent())
                && FIRST.contains(file.getFileName().toString());
    }

    private void keep(Path folder) {
        var name = name(folder);
        if (name.isEmpty()) {
            leaveOut(folder, "its name is no text");
        } else if (directories.size() >= limits.directories()) {
            leaveOut(folder, "more than %d folders".formatted(limits.directories()));
        } else if (hasRoom(name.get())) {
            directories.add(name.get());
        } else {
            leaveOut(folder, "too many long names");
        }
    }

    private void keep(Path file, long size) {
        var name = name(file);
        if (name.isEmpty()) {
            leaveOut(file, "its name is no text");
        } else if (files.size() >= limits.files()) {
            leaveOut(file, "more than %d files".formatted(limits.files()));
        } else if (size > limits.fileBytes()) {
            leaveOut(file, "larger than %d bytes".formatted(limits.fileBytes()));
        } else if (bytes + size > limits.bytes()) {
            leaveOut(file, "more than %d bytes in all".formatted(limits.bytes()));
        } else if (hasRoom(name.get())) {
            bytes += size;
            files.add(new Harvest.Kept(name.get(), size));
        } else {
            leaveOut(file, "too many long names");
        }
    }

    /** The manifest is JSON, which writes six bytes for a control character. */
    private boolean hasRoom(String name) {
        long length = name.getBytes(StandardCharsets.UTF_8).length
                + 5 * name.chars().filter(it -> it < ' ').count();
        if (pathBytes + length > limits.pathBytes()) {
            return false;
        }
        pathBytes += length;
        return true;
    }

    /** Its path as text. Empty where that would name another file or none: a name is any bytes, and need not be text. */
    private Optional<String> name(Path path) {
        var relative = root.relativize(path);
        var text = relative.toString();
        try {
            return Path.of(text).equals(relative) && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void leaveOut(Path path, String why) {
        leftOut = leftOut.and(root.relativize(path).toString(), why);
    }
}
