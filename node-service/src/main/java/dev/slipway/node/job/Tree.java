package dev.slipway.node.job;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Work on folders that may hold anything: no link is ever followed. */
final class Tree {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private Tree() {}

    /**
     * Removes it and all below; nothing when it is not there. However deep it is: a container can nest folders beyond the
     * longest path there may be, and beyond the number of files a process may open. So no path is longer than two names, and
     * what is found two levels down is moved one up: at most two folders are open.
     */
    static void remove(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            while (!flatten(root)) {}
        }
        Files.delete(root);
    }

    /** One pass over a folder; true when there was nothing in it any more. */
    private static boolean flatten(Path root) throws IOException {
        var empty = true;
        var moved = new Moved("removed-" + UUID.randomUUID() + "-");
        try (var top = open(root)) {
            for (var path : top) {
                empty = false;
                var name = path.getFileName();
                if (!isFolder(top, name)) {
                    top.deleteFile(name);
                } else if (!isRemoved(top, name)) {
                    lift(top, name, moved);
                    // Still not empty where the listing was changed by what was taken away: the next pass sees the
                    // rest.
                    isRemoved(top, name);
                }
            }
        }
        return empty;
    }

    /** Removes the files of a folder, and moves its folders beside it. */
    private static void lift(SecureDirectoryStream<Path> top, Path folder, Moved moved) throws IOException {
        try (var inner = top.newDirectoryStream(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (var path : inner) {
                var name = path.getFileName();
                if (!isFolder(inner, name)) {
                    inner.deleteFile(name);
                } else if (!isRemoved(inner, name)) {
                    inner.move(name, top, moved.next());
                }
            }
        }
    }

    /** Names that nobody else has given. */
    private static final class Moved {
        private final String prefix;
        private long count;

        Moved(String prefix) {
            this.prefix = prefix;
        }

        Path next() {
            return Path.of(prefix + count++);
        }
    }

    private static boolean isRemoved(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try {
            parent.deleteDirectory(name);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    private static boolean isFolder(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        return parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    /** Opens a folder that is no link. Every Linux file system has such streams. The caller closes it. */
    @SuppressWarnings({"unchecked", "StreamResourceLeak"})
    static SecureDirectoryStream<Path> open(Path folder) throws IOException {
        return (SecureDirectoryStream<Path>) Files.newDirectoryStream(folder);
    }

    /** Gives it to an account; only root can, and only root has to. */
    static void own(Path path, int uid, int gid) throws IOException {
        if (ROOT) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Sets the mode, whatever the umask of this process. */
    static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
