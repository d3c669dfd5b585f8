package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.task.plan.Order;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Weights;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a site sets is what the scheduler goes by: no two values here are equal. */
class ScheduleConfigTest {
    private static final String PREFIX = "slipway.task.schedule.";

    @Test
    void whereNothingIsSetItIsGoDockersFairShare() {
        assertThat(rules(Map.of())).isEqualTo(new Rules(Order.FAIR_SHARE, Weights.USUAL, 86_400_000, 0, 0, 1));
    }

    @Test
    void eachSettingIsARule() {
        assertThat(rules(Map.of(
                        "policy", "fifo",
                        "overdue", "3h",
                        "running-per-user", "5",
                        "running", "7",
                        "claims", "9")))
                .isEqualTo(new Rules(Order.FIFO, Weights.USUAL, 10_800_000, 5, 7, 9));
    }

    @Test
    void eachWeightIsItsOwn() {
        assertThat(rules(Map.of(
                                "fairshare.waiting-time", "1.5",
                                "fairshare.user-time", "2.5",
                                "fairshare.user-cpu", "3.5",
                                "fairshare.user-ram", "4.5",
                                "fairshare.group-time", "5.5",
                                "fairshare.group-cpu", "6.5",
                                "fairshare.group-ram", "7.5",
                                "fairshare.user", "8.5",
                                "fairshare.group", "9.5"))
                        .weights())
                .isEqualTo(new Weights(1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5));
    }

    private static Rules rules(Map<String, String> settings) {
        var all = new HashMap<String, String>();
        settings.forEach((name, value) -> all.put(PREFIX + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(ScheduleConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(all, "a site's", 100))
                .build()
                .getConfigMapping(ScheduleConfig.class)
                .rules();
    }
}
