package dev.slipway.task.usage;

/** How entries of the ledger are added up, by whoever does. */
public final class LedgerSums {
    /**
     * Columns {@code cpus}, {@code ram_gb} and {@code gpus}: what tasks asked for, each task once. Entries that do not say whether they count
     * were made when all of them did.
     */
    public static final String ASKED = """
            cast(coalesce(sum(cpus) filter (where counts is not false), 0) as bigint) as cpus,
            cast(coalesce(sum(ram_gb) filter (where counts is not false), 0) as bigint) as ram_gb,
            cast(coalesce(sum(gpus) filter (where counts is not false), 0) as bigint) as gpus""";

    private LedgerSums() {}
}
