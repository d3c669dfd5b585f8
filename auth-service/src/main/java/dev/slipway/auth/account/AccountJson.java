package dev.slipway.auth.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account in our own API. */
@Schema(name = "Account")
record AccountJson(
        @Schema(examples = "alice") String login,

        @Schema(description = "User id of its processes", examples = "20001")
        int uid,

        @Schema(description = "Group id of its processes", examples = "20001")
        int gid,

        @Schema(description = "Further group ids") List<Integer> groups,

        @Schema(description = "Empty when none is known", examples = "alice@example.org")
        String email,

        @Schema(description = "Its home on the nodes", examples = "/srv/homes/alice")
        String home,

        @Schema(description = "user, and admin for administrators")
        SortedSet<String> roles,

        @Schema(description = "The projects it is a member of")
        SortedSet<String> projects,

        @Schema(description = "How people call it; empty for as the login") @JsonProperty("display_name")
        String displayName,

        @Schema(description = "Lines as in authorized_keys") @JsonProperty("public_keys")
        List<String> publicKeys,

        @Schema(description = "0 to 100") int priority,

        LimitsJson limits,

        @Schema(
                enumeration = {"pending", "active", "disabled"},
                description = "pending: registered itself, and waits")
        String state,

        @Schema(description = "Whether its state is active") boolean active,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Of guests only: the account under whose numbers it runs")
        @JsonProperty("guest_of")
        @Nullable
        String guestOf,

        @Schema(description = "Tokens made for an older version are refused")
        long version,

        Instant created,
        Instant changed,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "To the minute")
        @JsonProperty("last_login")
        @Nullable
        Instant lastLogin,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Only in the answers that make a key: here once and not again")
        @Nullable
        String apikey) {

    static AccountJson of(Account account) {
        return of(account, null);
    }

    static AccountJson of(IssuedKey issued) {
        return of(issued.account(), issued.key().text());
    }

    private static AccountJson of(Account account, @Nullable String apikey) {
        return new AccountJson(
                account.login().text(),
                account.unix().uid(),
                account.unix().gid(),
                account.unix().groups(),
                account.email().text(),
                account.unix().home(),
                account.roles(),
                account.projects(),
                account.profile().displayName(),
                account.profile().publicKeys(),
                account.rights().priority(),
                LimitsJson.of(account.rights().limits()),
                account.state().word(),
                account.active(),
                account.guestOf().map(Login::text).orElse(null),
                account.version(),
                account.created(),
                account.changed(),
                account.lastLogin().orElse(null),
                apikey);
    }

    /** A page of accounts, by login. */
    @Schema(name = "AccountPage")
    record Page(
            List<AccountJson> accounts,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "Give it as `after` to get the next page; absent on the last one")
            @Nullable
            String next) {
        /** From one account more than were asked for, if there is one more. */
        static Page of(List<Account> found, int limit) {
            var shown = found.subList(0, Math.min(limit, found.size()));
            var next = found.size() > limit ? shown.getLast().login().text() : null;
            return new Page(shown.stream().map(AccountJson::of).toList(), next);
        }
    }
}
