package dev.slipway.task.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;

/**
 * Where a simulator's chances come from: seeds that failed once, which are kept beside the tests, and the first so many. With
 * {@code -Dslipway.seed=7} it is that one alone, with {@code -Dslipway.seeds=5000} it is more of them.
 */
public final class Seeds {
    private static final Path KEPT = Path.of("src/test/resources/seeds");
    private static final Path FAILED = Path.of("target/seeds");

    private final String file;

    /** @param name of the file that keeps them */
    public Seeds(String name) {
        this.file = name + ".txt";
    }

    /** Those that are kept, and the first so many. */
    public LongStream upTo(long most) {
        var one = Long.getLong("slipway.seed");
        return one == null
                ? LongStream.concat(kept(), LongStream.rangeClosed(1, Long.getLong("slipway.seeds", most)))
                        .distinct()
                : LongStream.of(one);
    }

    private LongStream kept() {
        try {
            return Files.readAllLines(KEPT.resolve(file)).stream()
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
                    Seed %d failed, and stands in %s. Again: -Dslipway.seed=%d. When it is mended, move its line to %s.
                    %s""".formatted(seed, FAILED.resolve(file), seed, KEPT.resolve(file), fault.getMessage()), fault);
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
