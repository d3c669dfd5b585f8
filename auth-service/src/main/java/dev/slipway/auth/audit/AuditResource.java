package dev.slipway.auth.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit in our own API. */
@Path("/api/v1/audit")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit", description = "Who did what to which account, project or key")
public class AuditResource {
    private static final int LONGEST_PAGE = 1000;
    private static final int LONGEST_SUBJECT = 200;

    private final Audit audit;
    private final CurrentCaller caller;

    AuditResource(Audit audit, CurrentCaller caller) {
        this.audit = audit;
        this.caller = caller;
    }

    /** A page of entries, oldest first. */
    @Schema(name = "AuditPage")
    record Page(
            List<Entry> entries,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "Give it as `after` to get the next page; absent on the last one")
            @Nullable
            String next) {
        /** From one entry more than were asked for, if there is one more. */
        static Page of(List<Entry> found, int limit) {
            var shown = found.subList(0, Math.min(limit, found.size()));
            return new Page(
                    shown, found.size() > limit ? Long.toString(shown.getLast().id()) : null);
        }
    }

    @GET
    @Operation(operationId = "audit", summary = "Read the audit, oldest first", description = """
        For administrators. Changes are written in their own transaction; failed logins and refused attempts too, at most \
        60 a minute of each process.\
        """)
    @APIResponse(
            responseCode = "200",
            description = "A page of entries, and where the next one begins",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    @APIResponse(responseCode = "401", description = "No valid token")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    public Uni<Page> list(
            @Parameter(description = "Only entries after this one") @QueryParam("after") @DefaultValue("0")
                    String after,
            @Parameter(description = "1 to 1000") @QueryParam("limit") @DefaultValue("100") String limit,
            @Parameter(description = "Only what this login did or had done to it; or `project/` and an id")
                    @QueryParam("account")
                    @DefaultValue("")
                    String account) {
        if (account.length() > LONGEST_SUBJECT || account.chars().anyMatch(Character::isISOControl)) {
            throw Failure.invalid("account", "a login, or project/ and an id");
        }
        int length = Math.toIntExact(number("limit", limit, 1, LONGEST_PAGE));
        return audit.after(number("after", after, 0, Long.MAX_VALUE), length + 1, account, caller.get())
                .map(found -> Page.of(found, length));
    }

    private static long number(String field, String text, long least, long most) {
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw Failure.invalid(field, "a number from %d to %d".formatted(least, most));
        }
        return Long.parseLong(text);
    }
}
