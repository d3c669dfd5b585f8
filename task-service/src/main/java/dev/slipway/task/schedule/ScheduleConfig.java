package dev.slipway.task.schedule;

import dev.slipway.task.plan.Order;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Weights;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the queue is worked off. */
@ConfigMapping(prefix = "slipway.task.schedule")
public interface ScheduleConfig {
    /** Tasks placed in one transaction at most, and as many that are refused. */
    @WithDefault("200")
    int batch();

    /** How often the store is looked at for what no signal told, and the lease renewed. */
    @WithDefault("2s")
    Duration sweep();

    /**
     * How long a node may be silent before its attempts are lost. Must be longer than {@code slipway.node.lease}, and what a
     * node takes to stop: until then it may still run them.
     */
    @WithDefault("5m")
    Duration nodeLost();

    /** How often nodes that are silent for too long are looked for. */
    @WithDefault("5s")
    Duration silence();

    /** How long a node may take to know of an attempt before its silence means something. */
    @WithDefault("30s")
    Duration grace();

    /** By what the waiting are ordered: {@code fair-share} or {@code fifo}. */
    @WithDefault("fair-share")
    Order policy();

    /** Who waits longer goes before all others, oldest first. 0 for never. */
    @WithDefault("24h")
    Duration overdue();

    /** Tasks of one account that run at the same time at most; 0 for no limit. */
    @WithDefault("0")
    int runningPerUser();

    /** Tasks that run at the same time at most; 0 for no limit. */
    @WithDefault("0")
    int running();

    /** Nodes at most that are kept from filling up again for large tasks. */
    @WithDefault("1")
    int claims();

    /** What counts how much in the fair share; GO-Docker 9.4. */
    Fairshare fairshare();

    /** The site's rules, as the scheduler takes them. */
    default Rules rules() {
        return new Rules(policy(), fairshare().weights(), overdue().toMillis(), runningPerUser(), running(), claims());
    }

    /** The weights of GO-Docker. */
    interface Fairshare {
        @WithDefault("0.1")
        double waitingTime();

        @WithDefault("1")
        double userTime();

        @WithDefault("0.2")
        double userCpu();

        @WithDefault("0.2")
        double userRam();

        @WithDefault("0.1")
        double groupTime();

        @WithDefault("0.01")
        double groupCpu();

        @WithDefault("0.01")
        double groupRam();

        @WithDefault("1")
        double user();

        @WithDefault("1")
        double group();

        /** As the scheduler takes them. */
        default Weights weights() {
            return new Weights(
                    waitingTime(),
                    userTime(),
                    userCpu(),
                    userRam(),
                    groupTime(),
                    groupCpu(),
                    groupRam(),
                    user(),
                    group());
        }
    }
}
