package dev.slipway.node.engine;

/** The engine answered, and said no. */
public final class EngineRefusal extends RuntimeException {
    /** Why, as far as a program needs to know. */
    public enum Kind {
        /** No such container or image. */
        NOT_FOUND,
        /** The name is taken, or its state forbids it. */
        CONFLICT,
        /** The engine says that it failed. */
        FAULT,
        /** Anything else that will not become true by asking again. */
        OTHER
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String text;

    /** {@code text} is the engine's own. */
    public EngineRefusal(Kind kind, String text) {
        super(text, null, false, false);
        this.kind = kind;
        this.text = text;
    }

    /** Whether the engine says of something that there is no such thing. */
    public static boolean isOfNothing(Throwable fault) {
        return fault instanceof EngineRefusal refusal && refusal.kind == Kind.NOT_FOUND;
    }

    public Kind kind() {
        return kind;
    }

    /** The engine's own words. */
    public String text() {
        return text;
    }
}
