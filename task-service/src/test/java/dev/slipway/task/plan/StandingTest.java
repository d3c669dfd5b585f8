package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotas one by one, as GO-Docker 9.1 compares them. */
class StandingTest {
    private static final Usage USED = new Usage(20, 5, 7, 2, 1001);
    private static final Size ONE_OF_ALL = new Size(1, 1, 1, 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // seconds, cpus, ram, gpus, disk: what is used may be the limit, what is used and asked for may be it.
                "19|0|0|0|0    | 20 of 19 seconds of running time are used",
                "20|0|0|0|0    |",
                "0|5|0|0|0     | 5 of 5 cpus are used and it asks for 1",
                "0|6|0|0|0     |",
                "0|0|7|0|0     | 7 of 7 GiB of memory are used and it asks for 1",
                "0|0|8|0|0     |",
                "0|0|0|2|0     | 2 of 2 gpus are used and it asks for 1",
                "0|0|0|3|0     |",
                "0|0|0|0|1000  | its files take 1001 of 1000 bytes of disk",
                "0|0|0|0|1001  |",
                "0|0|0|0|0     |",
                // The first of them is told: disk, time, cpus, memory, devices.
                "1|1|1|1|1     | its files take 1001 of 1 bytes of disk",
                "1|1|1|1|0     | 20 of 1 seconds of running time are used",
                "0|1|1|1|0     | 5 of 1 cpus are used and it asks for 1",
                "0|0|1|1|0     | 7 of 1 GiB of memory are used and it asks for 1",
            })
    void aLimitRefusesWhatIsAboveIt(long seconds, long cpus, long ram, long gpus, long disk, String refusal) {
        var standing = new Standing(USED, 0.5, new Limits(seconds, cpus, ram, gpus, disk));
        assertThat(standing.refusal(ONE_OF_ALL).orElse(null)).isEqualTo(refusal);
    }

    @Test
    void allThatIsAboveItsLimitIsTold() {
        assertThat(new Standing(USED, 0.5, new Limits(1, 1, 9, 1, 1)).refusals(ONE_OF_ALL))
                .containsExactly(
                        "its files take 1001 of 1 bytes of disk",
                        "20 of 1 seconds of running time are used",
                        "5 of 1 cpus are used and it asks for 1",
                        "2 of 1 gpus are used and it asks for 1");
    }

    @Test
    void whatIsStartedCountsForTheNext() {
        var standing = new Standing(Usage.NONE, 0.5, new Limits(0, 0, 0, 2, 0));
        assertThat(standing.charged(ONE_OF_ALL).refusal(ONE_OF_ALL)).isEmpty();
        assertThat(standing.charged(ONE_OF_ALL).charged(ONE_OF_ALL).refusal(ONE_OF_ALL))
                .hasValue("2 of 2 gpus are used and it asks for 1");
    }
}
