package dev.slipway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.Limits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    private final Account account = made(false);

    private static Account made(boolean admin) {
        return Account.create(
                new Login("alice"),
                new UnixUser(1001, 1001, List.of(), "/home/alice"),
                Profile.of(Email.NONE),
                Rights.initial(admin),
                AccountState.ACTIVE,
                NOON);
    }

    @Test
    void aNewOneIsActiveOrdinaryAndInTheDefaultProject() {
        assertThat(account.active()).isTrue();
        assertThat(account.version()).isEqualTo(1);
        assertThat(account.roles()).containsExactly("user");
        assertThat(account.projects()).containsExactly("default");
    }

    @Test
    void anAdministratorIsAUserToo() {
        var admin = made(true);
        assertThat(admin.roles()).containsExactly("admin", "user");
        assertThat(admin.isAdmin()).isTrue();
    }

    @Test
    void aNewKeyMakesTokensWorthless() {
        assertThat(account.revoke(LATER).version()).isEqualTo(2);
        assertThat(account.revoke(LATER).changed()).isEqualTo(LATER);
    }

    @Test
    void disablingMakesTokensWorthlessForEver() {
        var disabled = account.disable(LATER);
        assertThat(disabled.active()).isFalse();
        assertThat(disabled.version()).isEqualTo(2);
        assertThat(disabled.activate(LATER).active()).isTrue();
        assertThat(disabled.activate(LATER).version()).isEqualTo(2);
    }

    @Test
    void doingItTwiceChangesNothing() {
        var disabled = account.disable(LATER);
        assertThat(disabled.disable(LATER.plusSeconds(1))).isSameAs(disabled);
        assertThat(account.activate(LATER)).isSameAs(account);
    }

    @Test
    void whoMayLessThanItsTokensSayNeedsNewOnes() {
        var admin = made(true);
        assertThat(admin.grant(Rights.initial(false), LATER).version()).isEqualTo(2);
        assertThat(account.grant(Rights.initial(true), LATER).version()).isEqualTo(1);
        assertThat(account.grant(Rights.initial(false), LATER)).isSameAs(account);
    }

    @Test
    void joiningAndLeavingAreTwoChangesAndNoNewVersion() {
        var member = account.join("genomics", LATER);
        assertThat(member.projects()).containsExactly("default", "genomics");
        assertThat(member.version()).isEqualTo(1);
        assertThat(member.join("genomics", LATER)).isSameAs(member);
        var left = member.leave("genomics", LATER);
        assertThat(left.projects()).containsExactly("default");
        assertThat(left.version()).isEqualTo(1);
        assertThat(left.changed()).isAfter(member.changed());
    }

    @Test
    void oneAfterADeletedOneGoesOnAboveIt() {
        assertThat(account.after(7).version()).isEqualTo(8);
    }

    @Test
    void aGuestHasTheNumbersOfItsHostAndAHomeOfItsOwn() {
        var host = Account.create(
                new Login("host"),
                new UnixUser(2002, 2003, List.of(7), "/home/host"),
                Profile.of(Email.NONE),
                Rights.initial(false),
                AccountState.ACTIVE,
                NOON);
        var guest = account.asGuestOf(host);
        assertThat(guest.unix()).isEqualTo(new UnixUser(2002, 2003, List.of(7), "/home/alice"));
        assertThat(AccountChanges.toEvent(guest).guest()).isTrue();
    }

    @Test
    void theEventTellsAll() {
        var event = AccountChanges.toEvent(
                account.grant(account.rights().withPriority(80).withLimits(new Limits(1, 2, 3, 4, 5)), NOON)
                        .describe(account.profile().withPublicKeys(List.of(ValuesTest.KEY)), NOON));
        assertThat(event.priority()).isEqualTo(80);
        assertThat(event.limits()).isEqualTo(new Limits(1, 2, 3, 4, 5));
        assertThat(event.publicKeys()).containsExactly(ValuesTest.KEY);
        assertThat(event.guest()).isFalse();
        assertThat(event.account()).isEqualTo("alice");
        assertThat(event.uid()).isEqualTo(1001);
        assertThat(event.home()).isEqualTo("/home/alice");
        assertThat(event.roles()).containsExactly("user");
        assertThat(event.projects()).containsExactly("default");
        assertThat(event.version()).isEqualTo(1);
        assertThat(event.at()).isAfter(NOON);
    }
}
