package dev.slipway.task.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** What was used, by day, project or account. */
@Path("/api/v1/usage")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {
    private static final int LAST_YEAR = 9999;

    private final Usage usage;
    private final Recount recount;
    private final CurrentCaller caller;

    UsageResource(Usage usage, Recount recount, CurrentCaller caller) {
        this.usage = usage;
        this.recount = recount;
        this.caller = caller;
    }

    /** Sums of a span of days; both dates count. */
    @GET
    public Uni<Report> report(
            @RestQuery Optional<String> from,
            @RestQuery Optional<String> to,
            @RestQuery @DefaultValue("day") String by,
            @RestQuery Optional<String> user,
            @RestQuery Optional<String> project) {
        return usage.report(grouping(by), date("from", from), date("to", to), user, project, caller.get())
                .map(it -> Report.of(by, it));
    }

    /** Makes all sums again of what does not know the ledger, and tells what differs; {@code repair} puts it right. */
    @POST
    @Path("/recompute")
    public Uni<Recount.Findings> recompute(@RestQuery @DefaultValue("false") boolean repair) {
        return recount.all(repair, caller.get());
    }

    private static Usage.By grouping(String by) {
        return switch (by) {
            case "day" -> Usage.By.DAY;
            case "project" -> Usage.By.PROJECT;
            case "user" -> Usage.By.USER;
            default -> throw Failure.invalid("by", "must be day, project or user");
        };
    }

    private static Optional<LocalDate> date(String name, Optional<String> text) {
        return text.map(it -> date(name, it));
    }

    private static LocalDate date(String name, String text) {
        try {
            var date = LocalDate.parse(text);
            if (date.getYear() >= 1 && date.getYear() <= LAST_YEAR) {
                return date;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw Failure.invalid(name, "must be a date such as 2024-03-31");
    }

    /** Sums of a span of days. */
    public record Report(LocalDate from, LocalDate to, String by, List<Item> items, Item total) {
        static Report of(String by, Usage.Report report) {
            return new Report(
                    report.from(),
                    report.to(),
                    by.toLowerCase(Locale.ROOT),
                    report.lines().stream()
                            .map(it -> Item.of(it.key(), it.use()))
                            .toList(),
                    Item.of("total", report.total()));
        }
    }

    /** One line: a day, a project or an account, and what its attempts asked for and how long they ran. */
    public record Item(
            String key,
            long tasks,
            long cpus,
            @JsonProperty("ram_gb") long ramGb,
            long gpus,
            double seconds) {
        static Item of(String key, Use use) {
            return new Item(key, use.tasks(), use.cpus(), use.ramGb(), use.gpus(), use.seconds());
        }
    }
}
