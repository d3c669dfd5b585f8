package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.account.Account;
import dev.slipway.auth.credential.ApiKey;
import dev.slipway.platform.failure.Failure;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;

/** Between GO-Docker's words for users and ours. */
final class GoDockerMapper {
    private GoDockerMapper() {}

    /** The body as its sender meant it: the original never looked at the request's content type. */
    static GoDockerLogin toLogin(String body, ObjectMapper json) {
        try {
            var login = body.isBlank() ? null : json.readValue(body, GoDockerLogin.class);
            if (login == null) {
                throw Failure.invalid("body", "missing; give {\"user\":…,\"apikey\":…}");
            }
            return login;
        } catch (JsonProcessingException e) {
            throw new WebApplicationException(e, Status.BAD_REQUEST);
        }
    }

    static GoDockerUser toUser(Account account, Optional<ApiKey> key) {
        return new GoDockerUser(
                account.login().text(),
                account.unix().uid(),
                account.unix().gid(),
                account.unix().groups(),
                account.email().text(),
                account.unix().home(),
                account.isAdmin(),
                "local",
                account.changed().getEpochSecond(),
                new GoDockerUser.Credentials(key.map(ApiKey::text).orElse(""), "", ""),
                GoDockerUser.Usage.UNLIMITED);
    }
}
