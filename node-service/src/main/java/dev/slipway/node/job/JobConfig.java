package dev.slipway.node.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where jobs live on this node and how much of one is kept. */
@ConfigMapping(prefix = "slipway.node.job")
public interface JobConfig {
    /** The root of all job directories. */
    Path jobs();

    /** The root of all home directories. */
    Path homes();

    /** Files of one attempt that are kept; what is beyond stays on the node only. */
    @WithDefault("10000")
    int maxFiles();

    /** Bytes of one attempt that are kept. */
    @WithDefault("107374182400")
    long maxBytes();

    /** Folders of one attempt that are listed. */
    @WithDefault("10000")
    int maxDirectories();

    /** Bytes of one file that is kept: S3 takes no more at once. */
    @WithDefault("5368709120")
    long maxFileBytes();

    /** Bytes of all names in the manifest: storage-service takes 16 MiB at once. */
    @WithDefault("8388608")
    long maxPathBytes();

    /** The size up to which a file goes into the manifest itself. */
    @WithDefault("4096")
    long inlineFile();

    /** Bytes of all files in the manifest itself. */
    @WithDefault("262144")
    long inlineTotal();
}
