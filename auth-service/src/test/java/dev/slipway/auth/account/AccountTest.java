package dev.slipway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    private final Account account = Account.create(
            new Login("alice"), new UnixUser(1001, 1001, List.of(), "/home/alice"), Email.NONE, false, NOON);

    @Test
    void aNewOneIsActiveOrdinaryAndInTheDefaultProject() {
        assertThat(account.active()).isTrue();
        assertThat(account.version()).isEqualTo(1);
        assertThat(account.roles()).containsExactly("user");
        assertThat(account.projects()).containsExactly("default");
    }

    @Test
    void anAdministratorIsAUserToo() {
        var admin = Account.create(account.login(), account.unix(), Email.NONE, true, NOON);
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
        assertThat(disabled.enable(LATER).active()).isTrue();
        assertThat(disabled.enable(LATER).version()).isEqualTo(2);
    }

    @Test
    void doingItTwiceChangesNothing() {
        var disabled = account.disable(LATER);
        assertThat(disabled.disable(LATER.plusSeconds(1))).isSameAs(disabled);
        assertThat(account.enable(LATER)).isSameAs(account);
    }

    @Test
    void theEventTellsAll() {
        var event = AccountChanges.toEvent(account);
        assertThat(event.account()).isEqualTo("alice");
        assertThat(event.uid()).isEqualTo(1001);
        assertThat(event.home()).isEqualTo("/home/alice");
        assertThat(event.roles()).containsExactly("user");
        assertThat(event.projects()).containsExactly("default");
        assertThat(event.version()).isEqualTo(1);
        assertThat(event.at()).isEqualTo(NOON);
    }
}
