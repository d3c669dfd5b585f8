package dev.slipway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistrationThrottleTest {
    @Test
    void neighboursShareABlock() {
        assertThat(RegistrationThrottle.blockOf("203.0.113.7"))
                .isEqualTo(RegistrationThrottle.blockOf("203.0.113.250"))
                .isNotEqualTo(RegistrationThrottle.blockOf("203.0.114.7"));
        assertThat(RegistrationThrottle.blockOf("2001:db8:1:2::3"))
                .isEqualTo(RegistrationThrottle.blockOf("2001:db8:1:ffff::1"))
                .isNotEqualTo(RegistrationThrottle.blockOf("2001:db8:2::3"));
    }

    @Test
    void whatIsNoAddressIsOneBlockAndNeverLookedUp() {
        assertThat(RegistrationThrottle.blockOf("")).isEqualTo("unknown");
        assertThat(RegistrationThrottle.blockOf("face")).isEqualTo("unknown");
        assertThat(RegistrationThrottle.blockOf("localhost")).isEqualTo("unknown");
    }
}
