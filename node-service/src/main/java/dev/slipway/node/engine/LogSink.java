package dev.slipway.node.engine;

/** Takes what a container writes. It may block: the engine waits. */
@FunctionalInterface
public interface LogSink {
    /** Takes bytes of one of its two streams. */
    void take(Channel channel, byte[] bytes) throws Exception;

    /** Where a process writes. */
    enum Channel {
        STDOUT,
        STDERR
    }
}
