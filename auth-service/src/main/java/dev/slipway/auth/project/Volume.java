package dev.slipway.auth.project;

import dev.slipway.auth.account.NodePath;
import dev.slipway.platform.failure.Failure;
import java.util.regex.Pattern;

/**
 * A folder of the nodes that the project's tasks may ask for.
 *
 * @param path absolute path on the nodes
 * @param mount absolute path in the container
 */
public record Volume(String name, String path, String mount, boolean readOnly) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public Volume {
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("volumes.name", "1 to 64 characters A-Z a-z 0-9 . _ -");
        }
        NodePath.check("volumes.path", path);
        NodePath.check("volumes.mount", mount);
    }
}
