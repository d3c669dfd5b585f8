package dev.slipway.task.task;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a task may ask for. */
@ConfigMapping(prefix = "slipway.task")
public interface TaskConfig {
    /** Whether a task may run as root. */
    @WithDefault("false")
    boolean allowRoot();

    /** Names a task may give as its executor; the first is meant when it gives none. */
    @WithDefault("docker")
    List<String> executors();

    /** Processors of a task that does not say. */
    @WithDefault("1")
    int defaultCpus();

    /** Memory of a task that does not say, in gigabytes. */
    @WithDefault("1")
    int defaultRamGb();

    /** Restarts after failures of the system at most; also what a task gets that asks for none. */
    @WithName("failure-policy.strategy")
    @WithDefault("0")
    int retries();

    /** How long a task may run that does not say: {@code 7d}, {@code 12h}, {@code 30s} or seconds. */
    @WithDefault("7d")
    String maxLifeSpan();

    /** Fields that may be changed after the submission. */
    @WithDefault("maxlifespan")
    List<String> dynamicFields();

    /** Those of them that only administrators give. */
    Optional<List<String>> adminFields();

    /** Labels a task may ask for: the values of each name, separated by commas. */
    Map<String, String> constraints();

    /** Children of one array at most. */
    @WithDefault("100000")
    int largestArray();

    /** How long the key of a request is remembered with the task it made. */
    @WithDefault("24h")
    Duration keyLife();

    /** How often keys that count no more are removed. */
    @WithDefault("10m")
    Duration keySweep();

    /** How often long scripts that no task has are removed. */
    @WithDefault("10m")
    Duration scriptSweep();

    /** How often the store is looked at for what must end without anybody asking. */
    @WithDefault("500ms")
    Duration upkeep();

    /** Waiting tasks of one account at most; 0 for no limit. */
    @WithDefault("0")
    long rateLimit();

    /** Waiting tasks in all at most; 0 for no limit. */
    @WithDefault("0")
    long rateLimitAll();

    /** Data sets, by name. */
    Map<String, Data> data();

    /** A folder that is on every node, and that tasks may read. */
    interface Data {
        /** Absolute. */
        String path();

        /** Whose members may read it; everybody where there are none. */
        Optional<List<String>> projects();
    }

    /** Folders that tasks may work in, by name. */
    Map<String, Folder> volumes();

    /** A folder that is on every node; {@code $USERID} in its paths is the task's owner. */
    interface Folder {
        /** Absolute, on the nodes. */
        String path();

        /** Absolute, in the container; the same as on the nodes where it is not given. */
        Optional<String> mount();

        /** Whether tasks may write in it. */
        @WithDefault("false")
        boolean writable();

        /** Whose members may ask for it; everybody where there are none. */
        Optional<List<String>> projects();
    }

    /** The image offered to who has none in mind. */
    @WithDefault("slipway/base:latest")
    String defaultImage();

    /** Images offered beside it, by name. */
    Map<String, Image> images();

    /** An image to choose. */
    interface Image {
        /** As an engine pulls it. */
        String url();

        /** Whether it is made to be logged in to. */
        @WithDefault("false")
        boolean interactive();
    }

    /** Whether a task may ask for an image that is not offered. */
    @WithDefault("true")
    boolean allowUserImages();
}
