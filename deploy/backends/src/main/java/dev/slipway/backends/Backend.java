package dev.slipway.backends;

/** One of the servers in this process. */
interface Backend {
    /** What people call it. */
    String name();

    /** Where it listens, on the loopback address. */
    int port();

    /** Answers when clients are served and what was acknowledged before is there again. */
    void start() throws Exception;

    /** Stops serving and keeps everything on disk. Harmless when the start failed half way. */
    void stop() throws Exception;
}
