package dev.slipway.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.auth.credential.NamedKey;
import dev.slipway.auth.credential.NamedKeys;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.platform.identity.Scope;
import dev.slipway.platform.web.CreatedAnswer;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Named keys in our own API. */
@Path("/api/v1/tokens")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens")
@APIResponse(responseCode = "401", description = "No valid token")
@APIResponse(responseCode = "403", description = "The token's scope is not `all`")
public class NamedKeyResource {
    private final NamedKeyUse keys;
    private final CurrentCaller caller;

    NamedKeyResource(NamedKeyUse keys, CurrentCaller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /** What is wanted of a key. */
    @Schema(
            name = "NewKey",
            requiredProperties = {"name", "scope"})
    record NewKey(
            @Nullable String name,

            @Schema(enumeration = {"read", "submit", "all"}) @Nullable
            String scope,

            @Schema(format = "date-time", description = "Absent for never") @Nullable
            String expires) {}

    /** A key as told; the secret only in the answer to its making. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "NamedKey")
    record KeyJson(
            String id,
            String name,
            String scope,
            Instant created,
            @Nullable Instant expires,
            @Nullable String secret) {
        static KeyJson of(NamedKey key, @Nullable String secret) {
            return new KeyJson(
                    key.id(),
                    key.name(),
                    key.scope().text(),
                    key.madeAt(),
                    key.expires().orElse(null),
                    secret);
        }
    }

    /** All keys of an account. */
    @Schema(name = "NamedKeys")
    record KeysJson(List<KeyJson> tokens) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createKey", summary = "Make a named key", description = """
            Send its `secret`, shown here and never again, as `X-API-Key`, or as the password of Basic authentication, or give it \
            to `POST /api/1.0/authenticate`. `read` looks at things, `submit` also gives tasks in and cancels them, `all` is \
            everything.""")
    @APIResponse(responseCode = "201", description = "Made")
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    @APIResponse(responseCode = "409", description = "There is one of this name")
    public Uni<RestResponse<KeyJson>> create(@Nullable NewKey wire) {
        if (wire == null || wire.name == null) {
            throw Failure.invalid("name", "missing");
        }
        return keys.create(wire.name, scope(wire.scope), instant(wire.expires), caller.get())
                .map(NamedKeyResource::made);
    }

    private static RestResponse<KeyJson> made(NamedKeys.Issued issued) {
        var id = issued.key().id();
        return CreatedAnswer.at(
                        "/api/v1/tokens/" + id,
                        KeyJson.of(issued.key(), issued.secret().text()))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Operation(
            operationId = "listKeys",
            summary = "List named keys",
            description = "Your own; an administrator those of any.")
    @APIResponse(responseCode = "200", description = "The keys, without their secrets")
    @APIResponse(responseCode = "404", description = "No such account, or not yours")
    public Uni<KeysJson> list(
            @Parameter(description = "Whose; yours when absent") @QueryParam("account") @Nullable String account) {
        var who = caller.get();
        return keys.list(account == null ? who.login() : account, who)
                .map(found -> new KeysJson(
                        found.stream().map(it -> KeyJson.of(it, null)).toList()));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "revokeKey", summary = "Revoke a named key", description = """
            It stops working at once, and tokens made from it within five seconds.""")
    @APIResponse(responseCode = "204", description = "Revoked")
    @APIResponse(responseCode = "404", description = "No such key, or not yours")
    public Uni<Void> revoke(
            @PathParam("id") String id,
            @Parameter(description = "Whose; yours when absent") @QueryParam("account") @Nullable String account) {
        var who = caller.get();
        return keys.revoke(account == null ? who.login() : account, id, who);
    }

    private static Scope scope(@Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(Scope::of)
                .orElseThrow(() -> Failure.invalid("scope", "read, submit or all"));
    }

    private static Optional<Instant> instant(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(it -> OffsetDateTime.parse(it).toInstant());
        } catch (DateTimeException e) {
            throw Failure.invalid("expires", "a time like 2027-01-31T12:00:00Z");
        }
    }
}
