package dev.slipway.task.task;

/**
 * A folder of the nodes shown in the container.
 *
 * @param path absolute, on the node
 * @param mount absolute, in the container
 */
public record Volume(String name, String path, String mount, boolean readOnly) {
    /** The account's home directory. */
    public static final String HOME = "home";
    /** Where it appears. */
    public static final String HOME_MOUNT = "/mnt/home";

    private static final String DATA = "/data/";

    /** The same to be read only, where that is asked for. */
    Volume readOnlyIf(boolean asked) {
        return new Volume(name, path, mount, readOnly || asked);
    }

    /** Where the data set of that name appears. */
    public static String mountOfData(String name) {
        return DATA + name;
    }
}
