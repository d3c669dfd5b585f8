package dev.slipway.backends;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once into the data folder: a cleaned /tmp must not pull them from under the server. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int OWNER_MAY_EXECUTE = 0100;

    private final Path folder;

    PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    void unpackOnce() throws IOException {
        requireKnownMachine();
        if (!Files.exists(folder)) {
            // Under another name until complete: a kill half way leaves nothing that looks whole.
            var unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
            Folders.delete(unfinished);
            try (var archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
                unpack(archive, unfinished);
            }
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static void requireKnownMachine() {
        var system = System.getProperty("os.name");
        var machine = System.getProperty("os.arch");
        if (!system.equals("Linux") || !machine.equals("amd64")) {
            throw new BadSetting(
                    "The embedded PostgreSQL runs on Linux amd64 only, and this is %s %s; run a server of your own and set SLIPWAY_POSTGRES"
                            .formatted(system, machine));
        }
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
                path.toFile().setExecutable(true, false);
            }
        }
    }
}
