package dev.slipway.task.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Where a simulator's chances come from: seeds that failed once, which are kept beside the tests, those that failed here and have
 * not been moved there, and the first so many. With {@code -Dslipway.seed=7} it is that one alone, with
 * {@code -Dslipway.seeds=5000} it is more of them.
 */
public final class Seeds {
    private static final Path KEPT = Path.of("src/test/resources/seeds");
    /** No part of the sources, and nothing that a clean build removes. */
    private static final Path FAILED = Path.of("failed-seeds");

    private final String file;

    /** @param name of the file that keeps them */
    public Seeds(String name) {
        this.file = name + ".txt";
    }

    /** Those that are kept, and the first so many. */
    public LongStream upTo(long most) {
        var one = Long.getLong("slipway.seed");
        return one == null
                ? Stream.of(read(KEPT), read(FAILED), LongStream.rangeClosed(1, Long.getLong("slipway.seeds", most)))
                        .flatMapToLong(it -> it)
                        .distinct()
                : LongStream.of(one);
    }

    private LongStream read(Path folder) {
        try {
            var lines = folder.equals(KEPT) || Files.exists(folder.resolve(file))
                    ? Files.readAllLines(folder.resolve(file))
                    : List.<String>of();
            return lines.stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .mapToLong(Long::parseLong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs what chance may break; where it does, the seed is told and kept. */
    public void run(long seed, Runnable work) {
        try {
            work.run();
        } catch (AssertionError | RuntimeException fault) {
            keep(seed);
            throw new AssertionError(
                    """
                    Seed %d failed, and stands in %s. Again: -Dslipway.seed=%d. When it is mended, move its line to %s:
                    %d # what it found
                    %s""".formatted(seed, FAILED.resolve(file), seed, KEPT.resolve(file), seed, fault.getMessage()),
                    fault);
        }
    }

    private void keep(long seed) {
        try {
            Files.createDirectories(FAILED);
            Files.writeString(
                    FAILED.resolve(file),
                    seed + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
