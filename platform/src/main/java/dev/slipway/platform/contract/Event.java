package dev.slipway.platform.contract;

/** A fact or a command on its way between services. The JSON member {@code type} says which. */
public interface Event {
    /** The topic it belongs to; the record key that keeps its order is {@link #key()}. */
    String topic();

    /** Records with the same key arrive in the order they were sent. */
    String key();
}
