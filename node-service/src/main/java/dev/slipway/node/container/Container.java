package dev.slipway.node.container;

import dev.slipway.node.container.ContainerState.Accepted;
import dev.slipway.node.container.ContainerState.Collected;
import dev.slipway.node.container.ContainerState.Exited;
import dev.slipway.node.container.ContainerState.Failed;
import dev.slipway.node.container.ContainerState.Lost;
import dev.slipway.node.container.ContainerState.Running;
import dev.slipway.node.job.JobDirectory;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.contract.ContainerCommand.Stop;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One attempt on this node. Immutable: each change is a new container, with the event that tells of it.
 *
 * @param name without the suite's prefix
 * @param command what made it: a start, or a stop that came before any start
 * @param given the GPUs it is given, by number; none where it wants none, or the engine has to choose
 * @param made events ever made
 * @param outbox those of them that may not have left yet
 */
public record Container(
        String name,
        Owner owner,
        int attempt,
        String node,
        ContainerCommand command,
        List<Integer> given,
        ContainerState state,
        int made,
        List<Note> outbox) {
    /** The number of the first event of whatever is accepted. */
    private static final int PREPARING = 1;

    /** Why a container that was stopped in time never ran. */
    static final String STOPPED = "stopped before it started";

    public Container {
        given = List.copyOf(given);
        outbox = List.copyOf(outbox);
    }

    /** The command is taken. */
    static Container accepted(Start start, JobDirectory job, Instant now) {
        var it = of(start);
        return it.telling(
                new ContainerEvent.Preparing(
                        it.name, it.owner, it.attempt, it.node, job.task().toString(), it.tmp(job), now),
                now);
    }

    /** The command is taken, and will never be carried out. */
    static Container refused(Start start, String reason, Instant now) {
        return of(start).failed(reason, false, now);
    }

    /** The same, for another node may have been given its work. */
    static Container late(Start start, Instant now) {
        return of(start).declined(now);
    }

    private static Container of(Start start) {
        return new Container(
                start.container(),
                start.owner(),
                start.attempt(),
                start.node(),
                start,
                List.of(),
                new Accepted(),
                0,
                List.of());
    }

    /** A stop that came before its start: the start will find this and do nothing. */
    static Container neverStarted(Stop stop, Instant now) {
        return new Container(
                        stop.container(),
                        stop.owner(),
                        stop.attempt(),
                        stop.node(),
                        stop,
                        List.of(),
                        new Accepted(),
                        0,
                        List.of())
                .failed(STOPPED, false, now);
    }

    /** The same with these GPUs. */
    Container holding(List<Integer> devices) {
        return new Container(name, owner, attempt, node, command, devices, state, made, outbox);
    }

    /** The GPUs its process finds. Where it has no numbers, as those of earlier versions, the engine gives it the first ones. */
    List<Integer> devices() {
        return given.isEmpty() ? IntStream.range(0, spec().gpus()).boxed().toList() : given;
    }

    /** Its process was started at {@code at}. */
    Container started(String engineId, JobDirectory job, Instant at) {
        return in(new Running(engineId))
                .telling(
                        new ContainerEvent.Started(
                                name,
                                owner,
                                attempt,
                                node,
                                engineId,
                                "",
                                job.task().toString(),
                                tmp(job),
                                at),
                        at);
    }

    /** Its process has ended. */
    Container exited(End end) {
        return in(new Exited(end))
                .telling(
                        new ContainerEvent.Exited(
                                name,
                                owner,
                                attempt,
                                node,
                                end.exitCode(),
                                end.outOfMemory(),
                                end.startedAt(),
                                end.at()),
                        end.at());
    }

    /** All it left is kept. */
    Container collected(End end, JobDirectory job, int files, long bytes, Instant now) {
        var engineId = state instanceof Running(var id) ? id : "";
        return in(new Collected(end))
                .telling(
                        new ContainerEvent.Collected(
                                name,
                                owner,
                                attempt,
                                node,
                                end.exitCode(),
                                end.outOfMemory(),
                                engineId,
                                job.task().toString(),
                                tmp(job),
                                end.startedAt(),
                                end.at(),
                                files,
                                bytes,
                                spec().cpus(),
                                spec().memoryBytes(),
                                spec().gpus()),
                        now);
    }

    /** It never ran and never will. */
    Container failed(String reason, boolean system, Instant now) {
        return failed(reason, system, false, now);
    }

    /** It has not begun in time, and does not any more. */
    Container declined(Instant now) {
        return failed(NextStep.CUT_OFF, true, true, now);
    }

    private Container failed(String reason, boolean system, boolean late, Instant now) {
        return in(new Failed(reason))
                .telling(new ContainerEvent.Failed(name, owner, attempt, node, reason, system, late, now), now);
    }

    /** It is gone, and nobody knows how it ended. */
    Container lost(String reason, Instant now) {
        return in(new Lost(reason)).telling(new ContainerEvent.Lost(name, owner, attempt, node, reason, now), now);
    }

    /** Where its temporary storage is on this node; empty where it asks for none. */
    private String tmp(JobDirectory job) {
        return spec().tmpBytes() > 0 ? job.tmp().toString() : "";
    }

    /** What it shall run. */
    ContainerSpec spec() {
        if (command instanceof Start start) {
            return start.spec();
        }
        throw new IllegalStateException(name + " was never started");
    }

    /** The same without what is not on its way yet and is in the word that came after it. */
    Container withoutOvertaken(int queued) {
        return switch (state) {
            case Running _, Exited _ -> queued < PREPARING ? without(PREPARING) : this;
            case Collected _ -> keeping(note -> note.number() <= queued || note.number() == made);
            case Accepted _, Failed _, Lost _ -> this;
        };
    }

    /** The same without the events that have left. */
    Container without(int sent) {
        return keeping(note -> note.number() > sent);
    }

    private Container keeping(Predicate<Note> kept) {
        return new Container(
                name,
                owner,
                attempt,
                node,
                command,
                given,
                state,
                made,
                outbox.stream().filter(kept).toList());
    }

    private Container in(ContainerState next) {
        if (state.isFinal()) {
            throw new IllegalStateException("%s is %s and cannot be %s".formatted(name, state.word(), next.word()));
        }
        return new Container(name, owner, attempt, node, command, given, next, made, outbox);
    }

    private Container telling(ContainerEvent event, Instant at) {
        var notes = new ArrayList<>(outbox);
        notes.add(new Note(made + 1, Contract.write(event), at));
        return new Container(name, owner, attempt, node, command, given, state, made + 1, notes);
    }
}
