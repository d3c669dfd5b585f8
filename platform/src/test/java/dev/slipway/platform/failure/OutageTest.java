package dev.slipway.platform.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {
    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01"})
    void aDatabaseThatIsNotThereIsNoFaultOfOurs(String state) {
        assertThat(Outage.is(hibernates(state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42601", "23505", "40P01"})
    void whatADatabaseSaysOfAStatementIs(String state) {
        assertThat(Outage.is(hibernates(state))).isFalse();
    }

    @Test
    void aFailureIsWhatItSays() {
        assertThat(Outage.is(Failure.unavailable("away"))).isTrue();
        assertThat(Outage.is(Failure.invalid("image", "missing"))).isFalse();
        assertThat(Outage.is(new IllegalStateException(new IOException("broken pipe"))))
                .isTrue();
    }

    /** As Hibernate Reactive tells it. */
    private static RuntimeException hibernates(String state) {
        return new GenericJDBCException("told", new SQLException("told", state));
    }
}
