package dev.slipway.node.job;

import dev.slipway.node.engine.LogSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What a container has written to its streams, in two files. The engine tells it again from the start whenever it is asked:
 * what is in the files already is passed over, so a reader that died resumes where the files end. For one thread at a time.
 */
public final class LogFiles implements LogSink, AutoCloseable {
    private final One out;
    private final One err;

    private LogFiles(One out, One err) {
        this.out = out;
        this.err = err;
    }

    /** Begins to take one telling of the engine. */
    public static LogFiles open(JobDirectory job) throws IOException {
        Files.createDirectories(job.log());
        var out = One.open(path(job, Channel.STDOUT));
        try {
            return new LogFiles(out, One.open(path(job, Channel.STDERR)));
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public void take(Channel channel, byte[] bytes) throws IOException {
        switch (channel) {
            case STDOUT -> out.take(bytes);
            case STDERR -> err.take(bytes);
        }
    }

    /** At most {@code most} bytes from an offset on; none at the end. */
    public static byte[] read(JobDirectory job, Channel channel, long offset, int most) throws IOException {
        var path = path(job, channel);
        if (!Files.exists(path)) {
            return new byte[0];
        }
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            var buffer = ByteBuffer.allocate(Math.clamp(file.size() - offset, 0, most));
            while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) > 0) {}
            return buffer.position() == buffer.capacity()
                    ? buffer.array()
                    : Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    private static Path path(JobDirectory job, Channel channel) {
        return job.log().resolve(channel == Channel.STDOUT ? JobDirectory.STDOUT : JobDirectory.STDERR);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            err.close();
        }
    }

    /** One stream: the bytes still to pass over, and the file's end. */
    private static final class One implements AutoCloseable {
        private final FileChannel file;
        private long known;

        private One(FileChannel file) throws IOException {
            this.file = file;
            this.known = file.size();
        }

        static One open(Path path) throws IOException {
            return new One(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        }

        void take(byte[] bytes) throws IOException {
            int old = (int) Math.min(known, bytes.length);
            known -= old;
            var fresh = ByteBuffer.wrap(bytes, old, bytes.length - old);
            while (fresh.hasRemaining()) {
                file.write(fresh);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
