package dev.slipway.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The keys tokens are signed with, for administrators. */
@Path("/api/v1/tokens/keys")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens")
@APIResponse(responseCode = "403", description = "Not an administrator")
public class SigningKeyResource {
    private final SigningKeys keys;
    private final CurrentCaller caller;

    SigningKeyResource(SigningKeys keys, CurrentCaller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /** A signing key as told. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SigningKey")
    record KeyJson(
            String kid,

            @Schema(description = "ES256 for our own tokens, ES384 for Grid's")
            String algorithm,

            @JsonProperty("signs_from") Instant signsFrom,

            @JsonProperty("retires_at") @Schema(description = "Absent for one without a successor") @Nullable
            Instant retiresAt) {}

    /** All that count. */
    @Schema(name = "SigningKeys")
    record KeysJson(List<KeyJson> keys) {}

    @GET
    @Operation(operationId = "listSigningKeys", summary = "List the signing keys that count")
    public Uni<KeysJson> list() {
        return keys.all(caller.get()).map(SigningKeyResource::toJson);
    }

    @POST
    @Path("/rotate")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "rotateSigningKeys", summary = "Replace the signing keys", description = """
            The new ones are published now and sign a few minutes later, when everybody knows them. The old ones count until \
            the last of their tokens has expired. Asked again meanwhile it changes nothing.""")
    public Uni<KeysJson> rotate() {
        return keys.rotate(caller.get()).map(SigningKeyResource::toJson);
    }

    private static KeysJson toJson(List<KeyRing.Entry> entries) {
        return new KeysJson(entries.stream()
                .map(it -> new KeyJson(
                        it.key().kid(),
                        it.key().purpose().algorithm().getAlgorithm(),
                        it.signsFrom(),
                        it.retiresAt().orElse(null)))
                .toList());
    }
}
