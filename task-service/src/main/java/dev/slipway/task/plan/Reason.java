package dev.slipway.task.plan;

import java.util.List;
import java.util.Locale;

/**
 * One thing that keeps a task waiting.
 *
 * @param token stable, for programs
 * @param code stable, finer
 * @param sentence for people, with the numbers
 * @param unblocks what would end it, for people
 */
public record Reason(Token token, String code, String sentence, String unblocks) {
    /** The code of a wait for a host port. */
    public static final String NO_PORT = "no_port";

    private static final String QUOTA = "quota";

    /** Whose business it is. */
    public enum Token {
        /** What it asks for cannot be had here. */
        CONFIG,
        /** A limit or a quota. */
        POLICY,
        /** Other tasks must end first. */
        DEPENDENCY,
        /** Others go before it. */
        PRIORITY,
        /** What it asks for is taken. */
        CAPACITY,
        /** Something of the suite is not there. */
        SYSTEM;

        /** As it goes on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** It could not be placed for a reason of its own. */
    public static Reason setAside() {
        return new Reason(
                Token.SYSTEM,
                "set_aside",
                "It could not be placed; it is tried again soon",
                "Nothing: it is tried again");
    }

    /** It waits for others to end. */
    public static Reason dependency(List<Long> parents) {
        return new Reason(
                Token.DEPENDENCY,
                "dependency",
                "It waits for the end of " + (parents.size() == 1 ? "task " : "tasks ")
                        + String.join(
                                ", ",
                                parents.stream().limit(10).map(String::valueOf).toList())
                        + (parents.size() > 10 ? " and %d more".formatted(parents.size() - 10) : ""),
                "Their end, whatever it is");
    }

    /** It was handed in to be offered later. */
    public static Reason held() {
        return new Reason(
                Token.CONFIG, "held", "It was created without being offered to the scheduler", "The pending call");
    }

    /** Its array was told to stand still. */
    public static Reason suspended() {
        return new Reason(
                Token.POLICY, "suspended", "Its array is suspended: no other child of it begins", "The resume call");
    }

    /** Who it is of may not run it: it ends when it is its turn. */
    public static Reason notAuthorized(Shape shape) {
        return new Reason(
                Token.POLICY,
                "not_authorized",
                "Not authorized: %s may not run tasks on project %s".formatted(shape.owner(), shape.project()),
                "An account that is active, and a member of the project");
    }

    /** The whole suite places nothing. */
    public static Reason maintenance() {
        return new Reason(Token.SYSTEM, "maintenance", "The suite is in maintenance", "The end of the maintenance");
    }

    static Reason noNode() {
        return new Reason(Token.SYSTEM, "no_node", "No node takes work now", "A node that answers and accepts work");
    }

    static Reason noSuchLabel(Shape shape) {
        return new Reason(
                Token.CONFIG,
                "no_node_with_labels",
                "No node has the labels " + String.join(", ", shape.labels()),
                "A node with these labels");
    }

    static Reason tooLarge(Shape shape, Size largest) {
        return new Reason(
                Token.CONFIG,
                "too_large",
                "It asks for %s; no node has that, at most %s"
                        .formatted(shape.size().words(), largest.words()),
                "A larger node, or asking for less");
    }

    static Reason noRoom(Shape shape, Size most) {
        return new Reason(
                Token.CAPACITY,
                "no_room",
                "It asks for %s; one node has at most %s free"
                        .formatted(shape.size().words(), most.words()),
                "The end of running tasks");
    }

    static Reason noOtherRoom(Shape shape, Size most) {
        return new Reason(
                Token.CAPACITY,
                "no_other_room",
                "It asks for %s, and failed on %s; one of the other nodes has at most %s free"
                        .formatted(shape.size().words(), String.join(", ", shape.failedOn()), most.words()),
                "The end of running tasks on the others");
    }

    static Reason claimed(Shape shape, Claim claim) {
        return new Reason(
                Token.PRIORITY,
                "node_kept",
                "It asks for %s; node %s is kept for task %d, which goes before it"
                        .formatted(shape.size().words(), claim.node(), claim.task()),
                "The start of task " + claim.task());
    }

    static Reason noPort() {
        return new Reason(Token.CAPACITY, NO_PORT, "no port available", "The end of a task that has ports");
    }

    static Reason userLimit(String owner, int running, int limit) {
        return new Reason(
                Token.POLICY,
                "user_running_limit",
                "%s has %d tasks running, and %d is the limit".formatted(owner, running, limit),
                "The end of one of them");
    }

    static Reason totalLimit(int running, int limit) {
        return new Reason(
                Token.POLICY,
                "running_limit",
                "%d tasks are running, and %d is the limit".formatted(running, limit),
                "The end of one of them");
    }

    static Reason quota(String whose, String what) {
        return new Reason(Token.POLICY, QUOTA, "The quota of %s: %s".formatted(whose, what), "A larger quota");
    }

    /** Whether it ends by it when it is its turn. */
    boolean isQuota() {
        return code.equals(QUOTA);
    }

    static Reason others(long ahead) {
        return new Reason(
                Token.PRIORITY,
                "others_before",
                "%d waiting %s before it".formatted(ahead, ahead == 1 ? "task goes" : "tasks go"),
                "Their start");
    }
}
