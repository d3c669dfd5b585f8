package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.AccountEdit;
import dev.slipway.auth.account.Email;
import dev.slipway.auth.account.Profile;
import dev.slipway.auth.account.Rights;
import dev.slipway.auth.credential.ApiKey;
import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between GO-Docker's words for users and ours. */
final class GoDockerMapper {
    private GoDockerMapper() {}

    /** The body as its sender meant it: the original never looked at the request's content type. */
    static GoDockerLogin toLogin(String body, ObjectMapper json) {
        if (body.isBlank()) {
            throw Failure.invalid("body", "missing; give {\"user\":…,\"apikey\":…}");
        }
        return read(body, GoDockerLogin.class, json);
    }

    /** A body; none is an empty one. */
    static <T> T read(String body, Class<T> type, ObjectMapper json) {
        try {
            var read = json.readValue(body.isBlank() ? "{}" : body, type);
            if (read == null) {
                throw Failure.invalid("body", "null is no document");
            }
            return read;
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
                account.isGuest() ? "guest" : "local",
                lastSeen(account).getEpochSecond(),
                new GoDockerUser.Credentials(
                        key.map(ApiKey::text).orElse(""),
                        String.join("\n", account.profile().publicKeys()),
                        ""),
                toUsage(account.rights()));
    }

    static List<GoDockerUser> toUsers(List<Account> accounts) {
        return accounts.stream().map(it -> toUser(it, Optional.empty())).toList();
    }

    private static Instant lastSeen(Account account) {
        return account.lastLogin().orElse(account.created());
    }

    private static GoDockerUser.Usage toUsage(Rights rights) {
        var limits = rights.limits();
        return new GoDockerUser.Usage(
                rights.priority(), limits.seconds(), limits.cpus(), limits.ramGb(), limits.gpus(), 0, 0);
    }

    /** What others than administrators send as {@code usage} is not looked at: their client sends back what it read. */
    static AccountEdit toEdit(GoDockerUserEdit wire, Caller caller) {
        var usage = wire.usage();
        return usage == null || !caller.isAdmin()
                ? AccountEdit.ofProfile(now -> over(now, wire))
                : new AccountEdit(now -> over(now, wire), now -> over(now, usage), Optional.empty());
    }

    private static Profile over(Profile now, GoDockerUserEdit wire) {
        var profile = wire.email() == null ? now : now.withEmail(new Email(wire.email()));
        return wire.credentials() == null || wire.credentials().publicKey() == null
                ? profile
                : withKeys(profile, wire.credentials().publicKey());
    }

    private static Profile withKeys(Profile profile, String lines) {
        try {
            return profile.withPublicKeys(lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList());
        } catch (Failure e) {
            throw Failure.invalid("credentials.public", "at most 50 SSH public keys, one a line, without options");
        }
    }

    private static Rights over(Rights now, GoDockerUserEdit.Usage usage) {
        var rights = usage.prio() == null ? now : now.withPriority(priority("usage.prio", usage.prio()));
        return rights.withLimits(
                over(now.limits(), "usage.", usage.quotaTime(), usage.quotaCpu(), usage.quotaRam(), usage.quotaGpu()));
    }

    /** A priority as sent in {@code field}. */
    static int priority(String field, int prio) {
        if (prio < 0 || prio > 100) {
            throw Failure.invalid(field, "0 to 100");
        }
        return prio;
    }

    /** {@code now}, with what is not null instead; {@code prefix} is where the quotas stood. */
    static Limits over(
            Limits now,
            String prefix,
            @Nullable Long time,
            @Nullable Long cpu,
            @Nullable Long ram,
            @Nullable Long gpu) {
        return new Limits(
                limit(prefix + "quota_time", time, now.seconds()),
                limit(prefix + "quota_cpu", cpu, now.cpus()),
                limit(prefix + "quota_ram", ram, now.ramGb()),
                limit(prefix + "quota_gpu", gpu, now.gpus()),
                now.diskBytes());
    }

    private static long limit(String field, @Nullable Long value, long now) {
        if (value != null && value < 0) {
            throw Failure.invalid(field, "0 for no limit, or more");
        }
        return value == null ? now : value;
    }
}
