package dev.slipway.task.schedule;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Exited;
import dev.slipway.platform.contract.ContainerEvent.Failed;
import dev.slipway.platform.contract.ContainerEvent.Lost;
import dev.slipway.platform.contract.ContainerEvent.Preparing;
import dev.slipway.platform.contract.ContainerEvent.Started;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node keeps of one attempt, and the words it has not sent: as {@code Container} and {@code Tracked} of node-service. */
final class SimulatedContainer {
    private final String name;
    private final String node;
    private final Owner owner;
    private final int attempt;
    private final Optional<Start> start;
    private final List<ContainerEvent> outbox = new ArrayList<>();
    private State state = State.ACCEPTED;
    private Optional<End> end = Optional.empty();
    private boolean stopAsked;
    // What only the process of the node knows.
    private boolean cutOff;
    private boolean late;
    private int sent;

    enum State {
        ACCEPTED,
        RUNNING,
        EXITED,
        /** Its last word is said. */
        FINAL
    }

    /** How a process ended. */
    record End(Instant startedAt, Instant at, int code) {}

    private SimulatedContainer(ContainerCommand command, Owner owner, int attempt, Optional<Start> start) {
        this.name = command.container();
        this.node = command.node();
        this.owner = owner;
        this.attempt = attempt;
        this.start = start;
    }

    static SimulatedContainer accepted(Start it, Instant now) {
        var container = new SimulatedContainer(it, it.owner(), it.attempt(), Optional.of(it));
        container.outbox.add(
                new Preparing(container.name, it.owner(), it.attempt(), it.node(), container.directory(), "", now));
        return container;
    }

    /** A stop that came before its start: the start will find this and do nothing. */
    static SimulatedContainer neverStarted(ContainerCommand.Stop it, Instant now) {
        var container = new SimulatedContainer(it, it.owner(), it.attempt(), Optional.empty());
        container.failed("stopped before it started", false, now);
        return container;
    }

    /** Nothing is told of it that a later word tells, too: of a short run the start is told by its end alone. */
    void started(Instant at) {
        if (sent == 0) {
            outbox.removeIf(Preparing.class::isInstance);
        }
        become(State.RUNNING, new Started(name, owner, attempt, node, "engine", "", directory(), "", at));
    }

    void exited(End how) {
        end = Optional.of(how);
        become(State.EXITED, new Exited(name, owner, attempt, node, how.code(), false, how.startedAt(), how.at()));
    }

    void collected(End how) {
        end = Optional.of(how);
        outbox.subList(sent, outbox.size()).clear();
        become(
                State.FINAL,
                new Collected(
                        name,
                        owner,
                        attempt,
                        node,
                        how.code(),
                        false,
                        "engine",
                        directory(),
                        "",
                        how.startedAt(),
                        how.at(),
                        1,
                        1,
                        1,
                        1,
                        0));
    }

    void failed(String why, boolean system, Instant now) {
        become(State.FINAL, new Failed(name, owner, attempt, node, why, system, false, now));
    }

    void declined(Instant now) {
        become(State.FINAL, new Failed(name, owner, attempt, node, "too late", true, true, now));
    }

    void lost(String why, Instant now) {
        become(State.FINAL, new Lost(name, owner, attempt, node, why, now));
    }

    private void become(State next, ContainerEvent word) {
        outbox.subList(0, sent).clear();
        sent = 0;
        state = next;
        outbox.add(word);
    }

    /** The next word that has not left. */
    Optional<ContainerEvent> unsent() {
        return sent < outbox.size() ? Optional.of(outbox.get(sent)) : Optional.empty();
    }

    void sent() {
        sent++;
    }

    boolean isTold() {
        return state == State.FINAL && sent == outbox.size();
    }

    /** Another process takes it up: it knows what is kept, and no more. What came too late does not begin. */
    void takenUp(Instant latest) {
        sent = 0;
        cutOff = false;
        late = isLate(latest);
    }

    boolean isLate(Instant latest) {
        return start.filter(it -> it.at().isBefore(latest)).isPresent();
    }

    /** It ends as lost, unless it has ended; true the first time. */
    boolean cutOff() {
        var first = !cutOff && (state == State.ACCEPTED || state == State.RUNNING);
        cutOff |= first;
        return first;
    }

    boolean isCutOff() {
        return cutOff || (late && state == State.ACCEPTED);
    }

    void askStop() {
        stopAsked = true;
    }

    boolean stopAsked() {
        return stopAsked;
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    End end() {
        return end.orElseThrow();
    }

    Owner owner() {
        return owner;
    }

    int attempt() {
        return attempt;
    }

    ContainerSpec spec() {
        return start.orElseThrow().spec();
    }

    private String directory() {
        return "/srv/jobs/%s/task".formatted(owner.id());
    }
}
