package dev.slipway.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.logging.Logger;

/** Folders as a whole. */
final class Folders {
    private static final Logger LOG = Logger.getLogger(Folders.class.getName());

    private Folders() {}

    /** Those in {@code parent} whose names begin so; what cannot be deleted now stays. */
    static void deleteIfPossible(Path parent, String name) throws IOException {
        try (var folders = Files.newDirectoryStream(parent, name + "*")) {
            for (var folder : folders) {
                try {
                    delete(folder);
                } catch (IOException | UncheckedIOException e) {
                    LOG.fine(() -> folder + " is deleted later: " + e);
                }
            }
        }
    }

    /** Gone with all that is in it, if it was there. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
