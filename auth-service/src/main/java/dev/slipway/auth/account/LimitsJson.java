package dev.slipway.auth.account;

import dev.slipway.platform.contract.Limits;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Limits in our own API; what is absent in a change stays as it is. */
@Schema(name = "Limits", description = "What may be used within the usage window; 0 is no limit")
public record LimitsJson(
        @Schema(description = "Seconds of running time", minimum = "0") @Nullable
        Long time,

        @Schema(description = "Sum of processors asked for", minimum = "0") @Nullable
        Long cpu,

        @Schema(description = "Sum of gigabytes of memory asked for", minimum = "0") @Nullable
        Long ram,

        @Schema(description = "Sum of devices asked for", minimum = "0") @Nullable
        Long gpu,

        @Schema(description = "Bytes of files", minimum = "0") @Nullable
        Long disk) {

    /** As shown. */
    public static LimitsJson of(Limits limits) {
        return new LimitsJson(limits.seconds(), limits.cpus(), limits.ramGb(), limits.gpus(), limits.diskBytes());
    }

    /** {@code now}, with what this says instead. */
    public Limits over(Limits now) {
        return new Limits(
                time == null ? now.seconds() : time,
                cpu == null ? now.cpus() : cpu,
                ram == null ? now.ramGb() : ram,
                gpu == null ? now.gpus() : gpu,
                disk == null ? now.diskBytes() : disk);
    }
}
