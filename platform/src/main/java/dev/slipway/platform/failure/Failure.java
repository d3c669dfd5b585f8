package dev.slipway.platform.failure;

import java.util.function.UnaryOperator;

/** A request that cannot be honoured, said in words its caller may read. */
public final class Failure extends RuntimeException {
    /** Why, as far as a program needs to know. Only {@code UNAVAILABLE} is worth another try as it stands. */
    public enum Kind {
        /** The request is malformed: the message names the field. */
        INVALID,
        /** Nobody knows who is asking. */
        UNAUTHENTICATED,
        /** The caller is known and may not. */
        FORBIDDEN,
        /** It does not exist, or not for this caller. */
        NOT_FOUND,
        /** The path exists, but not with this method. */
        NOT_ALLOWED,
        /** It is in a state that forbids it. */
        CONFLICT,
        /** The body is larger than this route takes. */
        TOO_LARGE,
        /** Well-formed, and against a policy. */
        REFUSED,
        /** A limit of the caller is reached. */
        EXHAUSTED,
        /** Something it needs does not answer. */
        UNAVAILABLE,
        /** A server behind the gateway gave no answer. */
        BAD_GATEWAY,
        /** A server behind the gateway gave no answer in time. */
        GATEWAY_TIMEOUT,
        /** The route is known and not built yet. */
        NOT_BUILT,
        /** A bug; its details are in the log only. */
        INTERNAL
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String reason;

    /**
     * Any failure; the factories below word the usual ones.
     *
     * @param reason a stable token for programs, such as {@code task.not_found}
     * @param message one sentence for people; it names the field when the input is at fault
     */
    public Failure(Kind kind, String reason, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.reason = reason;
    }

    /** Bad input: {@code field} is the path of the member as its sender wrote it. */
    public static Failure invalid(String field, String problem) {
        return new Failure(Kind.INVALID, "invalid", field + ": " + problem);
    }

    /** It does not exist, or not for this caller. */
    public static Failure notFound(String what, Object id) {
        return new Failure(Kind.NOT_FOUND, what + ".not_found", "No %s %s".formatted(what, id));
    }

    /** The caller is known and may not. */
    public static Failure forbidden(String message) {
        return new Failure(Kind.FORBIDDEN, "forbidden", message);
    }

    /** Nobody knows who is asking. */
    public static Failure unauthenticated(String message) {
        return new Failure(Kind.UNAUTHENTICATED, "unauthenticated", message);
    }

    /** It is in a state that forbids it. */
    public static Failure conflict(String reason, String message) {
        return new Failure(Kind.CONFLICT, reason, message);
    }

    /** Something it needs does not answer. */
    public static Failure unavailable(String message) {
        return new Failure(Kind.UNAVAILABLE, "unavailable", message);
    }

    /** The route is known and not built yet. */
    public static Failure notBuilt(String route) {
        return new Failure(Kind.NOT_BUILT, "not_built", route + " is not built yet");
    }

    /**
     * The same in the words of a dialect.
     *
     * @param names from the field its sentence begins with to that field's name in the dialect
     */
    public Failure renamed(UnaryOperator<String> names) {
        var parts = sentence().split(": ", 2);
        return parts.length < 2 ? this : new Failure(kind, reason, names.apply(parts[0]) + ": " + parts[1]);
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return reason;
    }

    /** The sentence; never null. */
    public String sentence() {
        var message = getMessage();
        return message == null ? reason : message;
    }
}
