package dev.slipway.platform.failure;

/** The paths of Grid's API: its tokens are good there and nowhere else. */
public final class GridPaths {
    private GridPaths() {}

    /** Whether a path belongs to Grid's API. */
    public static boolean contain(String path) {
        return Paths.under(path, "/nodes", "/storageclusters", "/vdisks", "/runs", "/v1/oauth");
    }
}
