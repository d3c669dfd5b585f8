package dev.slipway.node.container;

/**
 * A running container that its owner may log in to.
 *
 * @param port of this node
 * @param container its name in the engine
 * @param account whose key opens it
 * @param login the name inside, and the one to log in with
 * @param user {@code uid:gid} of whoever logs in
 */
public record Door(int port, String container, String account, String login, String user) {}
