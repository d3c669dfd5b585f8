package dev.slipway.platform.failure;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a backend that does not answer from a mistake of ours: the first is worth another try, the second is not. */
public final class Outage {
    /** By name, because not every service has every client on its class path. */
    private static final Set<String> SIGNS = Set.of(
            "io.vertx.core.http.HttpClosedException",
            "io.vertx.core.impl.NoStackTraceThrowable",
            "io.vertx.pgclient.PgException",
            "io.vertx.sqlclient.ClosedConnectionException",
            "org.hibernate.exception.JDBCConnectionException",
            "com.mongodb.MongoSocketException",
            "com.mongodb.MongoTimeoutException",
            "com.mongodb.MongoServerUnavailableException",
            "org.apache.kafka.common.errors.RetriableException",
            "software.amazon.awssdk.core.exception.SdkClientException");

    /** SQLSTATE classes: connection, resources, operator intervention, shutdown among them. */
    private static final Set<String> GONE = Set.of("08", "53", "57");

    private Outage() {}

    /** Whether {@code fault} or one of its causes says that a backend does not answer. */
    public static boolean is(Throwable fault) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof Failure failure) {
                return failure.kind() == Failure.Kind.UNAVAILABLE;
            }
            if (cause instanceof IOException || cause instanceof TimeoutException || isSign(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isSign(Throwable cause) {
        // Hibernate Reactive wraps what the driver says in JDBC's exception, which the driver's own is no cause of.
        if (cause instanceof SQLException told) {
            return GONE.stream().anyMatch(String.valueOf(told.getSQLState())::startsWith);
        }
        for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
            if (SIGNS.contains(type.getName())) {
                return !type.getName().endsWith("PgException") || isServerGone(cause);
            }
        }
        return false;
    }

    private static boolean isServerGone(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        return GONE.stream().anyMatch(it -> message.contains("(" + it));
    }
}
