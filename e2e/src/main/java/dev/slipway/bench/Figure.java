package dev.slipway.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured number.
 *
 * @param peer the same number of what it is compared with, in the same unit; absent where nothing is
 */
record Figure(
        String name, double value, String unit, @Nullable Double peer) {
    static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, null);
    }

    /** {@code {"name":…,"value":…,"unit":…,"peer":…,"ratio":…}}; peer and ratio are null where there is no peer. */
    String json() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\",\"peer\":%s,\"ratio\":%s}",
                name,
                value,
                unit,
                number(peer),
                number(peer == null ? null : value / peer));
    }

    private static String number(@Nullable Double number) {
        return number == null ? "null" : String.format(Locale.ROOT, "%.3f", number);
    }
}
