package dev.slipway.task.share;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.share.Share.Scope;
import dev.slipway.task.task.Hidden;
import dev.slipway.task.task.TaskId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The shares of a task. */
@Path("/api/v1/tasks")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class ShareResource {
    private static final long LONGEST_SECONDS = Duration.ofDays(3660).toSeconds();

    private final Shares shares;
    private final CurrentCaller caller;

    ShareResource(Shares shares, CurrentCaller caller) {
        this.shares = shares;
        this.caller = caller;
    }

    /** A new share; its token is in this answer only. */
    @POST
    @Path("/{id}/shares")
    @ResponseStatus(201)
    public Uni<Wire> make(String id, @Nullable Asked asked) {
        var wish = (asked == null ? new Asked(null, null, null) : asked).toWish();
        return Hidden.from(id, () -> shares.make(TaskId.fromString(id), wish, caller.get()))
                .map(made -> Wire.of(made.share(), made.token()));
    }

    /** All that are not revoked. */
    @GET
    @Path("/{id}/shares")
    public Uni<All> all(String id) {
        return Hidden.from(id, () -> shares.of(TaskId.fromString(id), caller.get()))
                .map(found ->
                        new All(found.stream().map(it -> Wire.of(it, null)).toList()));
    }

    /** Revokes one. */
    @DELETE
    @Path("/{id}/shares/{share}")
    public Uni<Void> revoke(String id, String share) {
        return Hidden.from(id, () -> shares.revoke(TaskId.fromString(id), share, caller.get()));
    }

    /** What is asked for: {@code read} unless it says {@code rerun}, for ever unless it says how many seconds. */
    public record Asked(
            @Nullable String scope,
            @JsonProperty("expires_in") @Nullable Long expiresIn,
            @JsonProperty("max_uses") @Nullable Long maxUses) {
        Shares.Wish toWish() {
            return new Shares.Wish(
                    scopeOf(),
                    Optional.ofNullable(expiresIn)
                            .map(it -> Duration.ofSeconds(within("expires_in", it, LONGEST_SECONDS))),
                    Optional.ofNullable(maxUses).map(it -> within("max_uses", it, Long.MAX_VALUE)));
        }

        private Scope scopeOf() {
            return switch (scope) {
                case null -> Scope.READ;
                case "read" -> Scope.READ;
                case "rerun" -> Scope.RERUN;
                default -> throw Failure.invalid("scope", "must be read or rerun");
            };
        }

        private static long within(String field, long value, long most) {
            if (value < 1 || value > most) {
                throw Failure.invalid(field, "must be from 1 to " + most);
            }
            return value;
        }
    }

    /** The shares of a task. */
    public record All(List<Wire> shares) {}

    /** One share. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wire(
            String id,
            String scope,
            @JsonProperty("made_by") String madeBy,
            @JsonProperty("made_at") Instant madeAt,
            @JsonProperty("expires_at") @Nullable Instant expiresAt,
            @JsonProperty("max_uses") @Nullable Long maxUses,
            long uses,
            @JsonProperty("used_at") @Nullable Instant usedAt,
            @Nullable String token) {
        static Wire of(Share share, @Nullable String token) {
            return new Wire(
                    share.id(),
                    share.scope().name().toLowerCase(Locale.ROOT),
                    share.madeBy(),
                    share.madeAt(),
                    share.expiresAt().orElse(null),
                    share.maxUses().orElse(null),
                    share.uses(),
                    share.usedAt().orElse(null),
                    token);
        }
    }
}
