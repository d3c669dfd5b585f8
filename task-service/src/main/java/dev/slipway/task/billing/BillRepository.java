package dev.slipway.task.billing;

import dev.slipway.task.billing.Bills.Kind;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** Adds the ledger up for bills, and keeps them. Every method joins the caller's session or transaction. */
interface BillRepository {
    /** The kept bill, if there is one. */
    Uni<Optional<List<BillLine>>> find(Kind kind, String subject, YearMonth month);

    /** Of the ledger itself, by account, then project. */
    Uni<List<BillLine>> addUp(Kind kind, String subject, YearMonth month);

    Uni<Void> keep(Kind kind, String subject, YearMonth month, List<BillLine> lines, Instant at);
}
