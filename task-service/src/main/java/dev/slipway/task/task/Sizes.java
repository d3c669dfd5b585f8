package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes as text with a unit: {@code 5k}, {@code 12M}, {@code 40G}, {@code 1T}, powers of 1000; bytes without one. */
public final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([kKmMgGtT]?)[bB]?");
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 50);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private Sizes() {}

    /**
     * The bytes of such a text.
     *
     * @param field what it is called in a failure
     * @throws Failure INVALID for what is no size of at least one byte and at most 2^50
     */
    public static long bytes(String field, String text) {
        var form = FORM.matcher(text.strip());
        if (form.matches()) {
            var unit = form.group(2).toLowerCase(Locale.ROOT);
            int power = unit.isEmpty() ? 0 : 1 + "kmgt".indexOf(unit);
            var bytes = new BigDecimal(form.group(1)).multiply(THOUSAND.pow(power));
            if (bytes.compareTo(BigDecimal.ONE) >= 0 && bytes.compareTo(MOST) <= 0) {
                return bytes.longValue();
            }
        }
        throw Failure.invalid(field, "must be a size such as 500M or 10G");
    }
}
