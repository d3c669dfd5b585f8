package dev.slipway.node.job;

/**
 * How much of one attempt is kept.
 *
 * @param files files
 * @param directories folders that are listed
 * @param bytes of all files
 * @param fileBytes of one file
 * @param pathBytes of all paths, as they are sent: the manifest is one request
 */
record HarvestLimits(int files, int directories, long bytes, long fileBytes, long pathBytes) {
    static HarvestLimits of(JobConfig config) {
        return new HarvestLimits(
                config.maxFiles(),
                config.maxDirectories(),
                config.maxBytes(),
                config.maxFileBytes(),
                config.maxPathBytes());
    }
}
