package dev.slipway.task.task;

import java.util.Optional;

/**
 * A script with a name.
 *
 * @param name its file in the job directory
 * @param apart present where it is too large, or no text, to be the one in {@link TaskSpec}
 */
public record Script(String name, Optional<Apart> apart) {
    /**
     * A script that is kept by what is in it; see {@link Scripts}.
     *
     * @param sha256 in hexadecimal
     * @param size in bytes
     * @param direct whether it is run as it is, and not by a shell
     */
    public record Apart(String sha256, long size, boolean direct) {}
}
