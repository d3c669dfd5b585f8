package dev.slipway.backends;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says. Each setting has a default but the data folder and the S3 keys.
 *
 * @param parent the process to end with, if any
 * @param fsync whether PostgreSQL waits for the disk at each commit; only tests may do without
 */
record Settings(
        Path data,
        int kafkaPort,
        int kafkaControllerPort,
        int postgresPort,
        int mongodbPort,
        int s3Port,
        int healthPort,
        String s3AccessKey,
        String s3SecretKey,
        Optional<Long> parent,
        boolean fsync) {

    static Settings from(Map<String, String> environment) {
        var given = new Given(environment);
        return new Settings(
                Path.of(given.text("SLIPWAY_DATA")).toAbsolutePath().normalize(),
                given.port("SLIPWAY_KAFKA_PORT", 18090),
                given.port("SLIPWAY_KAFKA_CONTROLLER_PORT", 18094),
                given.port("SLIPWAY_POSTGRES_PORT", 18091),
                given.port("SLIPWAY_MONGODB_PORT", 18092),
                given.port("SLIPWAY_S3_PORT", 18093),
                given.port("SLIPWAY_BACKENDS_HEALTH_PORT", 18095),
                given.text("SLIPWAY_S3_ACCESS_KEY"),
                given.text("SLIPWAY_S3_SECRET_KEY"),
                given.processId("SLIPWAY_PARENT_PID"),
                given.flag("SLIPWAY_FSYNC", true));
    }

    /** Never the keys: this ends up in logs. */
    @Override
    public String toString() {
        return "Settings[data=" + data + "]";
    }

    /** The environment, read strictly: a value that makes no sense is refused by name. */
    private record Given(Map<String, String> environment) {
        String text(String name) {
            return find(name).orElseThrow(() -> new BadSetting(name + " is not set, and has no default"));
        }

        int port(String name, int fallback) {
            return find(name)
                    .map(value -> (int) number(name, value, 1, 65_535, "a port"))
                    .orElse(fallback);
        }

        Optional<Long> processId(String name) {
            return find(name).map(value -> number(name, value, 1, Integer.MAX_VALUE, "a process id"));
        }

        boolean flag(String name, boolean fallback) {
            return switch (find(name).orElse(Boolean.toString(fallback))) {
                case "true" -> true;
                case "false" -> false;
                default ->
                    throw new BadSetting(
                            "%s is '%s', which is neither true nor false".formatted(name, environment.get(name)));
            };
        }

        private static long number(String name, String value, long least, long most, String what) {
            if (value.matches("\\d{1,10}")) {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            throw new BadSetting(
                    "%s is '%s', which is not %s between %d and %d".formatted(name, value, what, least, most));
        }

        private Optional<String> find(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }
    }
}
