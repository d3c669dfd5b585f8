package dev.slipway.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server process that serves a folder, as the folder's postmaster.pid tells. The file outlives its process, and
 * process ids are given out again, so the process itself is asked too.
 */
record Postmaster(ProcessHandle process, int port) {
    private static final int PID_LINE = 0;
    private static final int FOLDER_LINE = 1;
    private static final int PORT_LINE = 3;

    /** The living server of this folder, if there is one. */
    static Optional<Postmaster> serving(Path folder) throws IOException {
        var file = fileIn(folder);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file);
        if (lines.size() <= PORT_LINE || !Path.of(lines.get(FOLDER_LINE)).equals(folder)) {
            return Optional.empty();
        }
        int port = Integer.parseInt(lines.get(PORT_LINE).strip());
        return ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).strip()))
                .filter(process -> isServerOf(process, folder))
                .map(process -> new Postmaster(process, port));
    }

    /** A new server refuses to start while the id in a stale file is that of any living process. */
    static void forgetStale(Path folder) throws IOException {
        if (serving(folder).isEmpty()) {
            Files.deleteIfExists(fileIn(folder));
        }
    }

    private static Path fileIn(Path folder) {
        return folder.resolve("postmaster.pid");
    }

    private static boolean isServerOf(ProcessHandle process, Path folder) {
        var arguments = process.info().arguments().map(Arrays::asList).orElse(List.of());
        return process.isAlive() && arguments.contains(folder.toString());
    }
}
