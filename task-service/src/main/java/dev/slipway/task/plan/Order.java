package dev.slipway.task.plan;

/** By what the waiting tasks are ordered. */
public enum Order {
    /** By number. */
    FIFO,
    /** By the score of GO-Docker 9.4, then by number. */
    FAIR_SHARE
}
