package dev.slipway.backends;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder all data are in, held by one process at a time: two would tear each other's files. */
final class DataFolder {
    private DataFolder() {}

    /** The channel holds the folder until it is closed or the process is gone, however it went. */
    static FileChannel hold(Path folder) throws IOException {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new BadSetting("SLIPWAY_DATA is %s, which cannot be made: %s".formatted(folder, e));
        }
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new BadSetting("Another backends process serves " + folder);
        }
        return channel;
    }
}
