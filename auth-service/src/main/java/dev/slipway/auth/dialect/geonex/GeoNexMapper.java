package dev.slipway.auth.dialect.geonex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.account.Profile;
import dev.slipway.platform.failure.Failure;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between GeoNEX's words for users and ours. */
final class GeoNexMapper {
    private static final String FORM = "application/x-www-form-urlencoded";

    private GeoNexMapper() {}

    static List<GeoNexAnswer.User> toUsers(List<Account> accounts) {
        return accounts.stream().map(GeoNexMapper::toUser).toList();
    }

    private static GeoNexAnswer.User toUser(Account account) {
        var name = displayName(account.login(), account.profile());
        return new GeoNexAnswer.User(
                account.login().text(),
                name,
                name,
                account.email().text(),
                role(account),
                account.state().word(),
                account.created().toString(),
                account.lastLogin().map(Instant::toString).orElse(null),
                null,
                List.copyOf(account.projects()));
    }

    private static String role(Account account) {
        return account.isAdmin() ? "admin" : account.isGuest() ? "guest" : "user";
    }

    static GeoNexAnswer.Registered toRegistered(GeoNexRegistration wanted) {
        var profile = wanted.profile();
        var name = displayName(wanted.login(), profile);
        return new GeoNexAnswer.Registered(
                wanted.login().text(), name, name, profile.email().text(), "user", "pending");
    }

    private static String displayName(Login login, Profile profile) {
        return profile.displayName().isEmpty() ? login.text() : profile.displayName();
    }

    /** Form or JSON. Parameters in the query are refused: a password there would be in every access log. */
    static GeoNexRegistration toRegistration(
            String body, @Nullable String contentType, @Nullable String query, ObjectMapper json) {
        if (query != null && !query.isEmpty()) {
            throw Failure.invalid("query", "parameters belong into the body");
        }
        if (contentType != null && contentType.startsWith(FORM)) {
            return json.convertValue(fields(body), GeoNexRegistration.class);
        }
        try {
            return json.readValue(body.isBlank() ? "{}" : body, GeoNexRegistration.class);
        } catch (JsonProcessingException e) {
            throw new WebApplicationException(e, Status.BAD_REQUEST);
        }
    }

    private static Map<String, String> fields(String form) {
        var fields = new HashMap<String, String>();
        for (var pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("body", "not a form");
        }
    }
}
