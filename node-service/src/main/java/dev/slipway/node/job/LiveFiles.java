package dev.slipway.node.job;

import dev.slipway.platform.failure.Failure;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Reads a job directory while its container may be changing it. Every step of a path is opened relative to the folder
 * before it and never through a link, so that nothing a container swaps in between leads out of the directory.
 */
final class LiveFiles {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final List<String> LOGS = List.of(JobDirectory.STDOUT, JobDirectory.STDERR);

    private LiveFiles() {}

    /** What was asked for. */
    sealed interface Found {
        /** A folder. */
        record Folder(List<Entry> entries) implements Found {}

        /** A file, open at its beginning. */
        record Content(ReadableByteChannel channel) implements Found {}
    }

    /** One line of a listing: {@code type} is {@code file} or {@code dir}. */
    record Entry(String name, String type, long size) {}

    /** Fails with NOT_FOUND for whatever is not there, is not of this attempt, or is neither a file nor a folder. */
    static Found find(JobDirectory job, int attempt, String path) throws IOException {
        try {
            if (Jobs.attemptOf(job) != attempt) {
                throw new NoSuchFileException(path);
            }
            var steps = steps(path);
            var isLog = steps.size() == 1 && LOGS.contains(steps.getFirst()) && Files.isDirectory(job.log());
            try (var root = open(isLog ? job.log() : job.task())) {
                return find(root, steps, job);
            }
        } catch (FileSystemException e) {
            throw Failure.notFound("file", path);
        }
    }

    private static List<String> steps(String path) throws IOException {
        var steps = new ArrayList<String>();
        for (var step : path.split("/")) {
            if (step.equals("..") || step.indexOf('\0') >= 0) {
                throw new NoSuchFileException(path);
            }
            if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return steps;
    }

    private static Found find(SecureDirectoryStream<Path> folder, List<String> steps, JobDirectory job)
            throws IOException {
        if (steps.isEmpty()) {
            return new Found.Folder(list(folder, job));
        }
        var name = Path.of(steps.getFirst());
        var rest = steps.subList(1, steps.size());
        var attributes = attributes(folder, name);
        if (attributes.isDirectory()) {
            try (var inner = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return rest.isEmpty() ? new Found.Folder(entries(inner)) : find(inner, rest, job);
            }
        }
        if (!attributes.isRegularFile() || !rest.isEmpty()) {
            throw new NoSuchFileException(name.toString());
        }
        return new Found.Content(folder.newByteChannel(name, READ));
    }

    /** The top folder shows the logs of the run at hand, which lie elsewhere until it has ended. */
    private static List<Entry> list(SecureDirectoryStream<Path> top, JobDirectory job) throws IOException {
        var entries = new ArrayList<>(entries(top));
        if (Files.isDirectory(job.log())) {
            entries.removeIf(entry -> LOGS.contains(entry.name()));
            for (var log : LOGS) {
                var file = job.log().resolve(log);
                entries.add(new Entry(log, "file", Files.exists(file) ? Files.size(file) : 0));
            }
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private static List<Entry> entries(SecureDirectoryStream<Path> folder) throws IOException {
        var entries = new ArrayList<Entry>();
        for (var path : folder) {
            var name = path.getFileName();
            try {
                var attributes = attributes(folder, name);
                if (attributes.isDirectory()) {
                    entries.add(new Entry(name.toString(), "dir", 0));
                } else if (attributes.isRegularFile()) {
                    entries.add(new Entry(name.toString(), "file", attributes.size()));
                }
            } catch (NoSuchFileException e) {
                // Removed in the meantime.
            }
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** The caller closes it. */
    private static SecureDirectoryStream<Path> open(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(folder.toString());
        }
        return Tree.open(folder);
    }
}
