package dev.slipway.node.container;

import dev.slipway.node.container.ContainerState.Accepted;
import dev.slipway.node.container.ContainerState.Collected;
import dev.slipway.node.container.ContainerState.Exited;
import dev.slipway.node.container.ContainerState.Failed;
import dev.slipway.node.container.ContainerState.Lost;
import dev.slipway.node.container.ContainerState.Running;
import dev.slipway.node.engine.EngineContainer;
import java.util.Optional;

/** What has to be done next, from what we know and what the engine knows. */
public sealed interface NextStep {
    /** Prepare and create it. */
    record Create() implements NextStep {}

    /** It is created: run it. */
    record Start() implements NextStep {}

    /** It was started and we did not get to write that down. */
    record Adopt(EngineContainer found) implements NextStep {}

    /** It runs: wait for its end. */
    record Watch() implements NextStep {}

    /** It has ended. */
    record Finish(End end) implements NextStep {}

    /** Keep what it left. */
    record Collect(End end) implements NextStep {}

    /** It must not start any more. */
    record GiveUp(String reason) implements NextStep {}

    /** It ran, and the engine does not know it any more. */
    record Lose(String reason) implements NextStep {}

    /** It has not begun in time. */
    record Decline() implements NextStep {}

    /** Its last word is said: send it and remove the container. */
    record Bury() implements NextStep {}

    /** Why a container of a node that was cut off is lost, or never begins. */
    String CUT_OFF = "Its node was cut off for longer than its lease";

    /** Decides. {@code found} is empty when the engine has no such container. */
    static NextStep of(ContainerState state, boolean stopAsked, Optional<EngineContainer> found) {
        return switch (state) {
            case Accepted _ -> found.map(it -> ofFound(it, stopAsked)).orElseGet(() -> ofNone(stopAsked));
            case Running _ ->
                found.map(NextStep::ofStarted)
                        .orElseGet(() -> new Lose("The engine does not know the container any more"));
            case Exited(var end) -> new Collect(end);
            case Collected _, Failed _, Lost _ -> new Bury();
        };
    }

    /** The same; what is cut off never starts, and what has started ends as lost. */
    static NextStep of(ContainerState state, boolean stopAsked, boolean cutOff, Optional<EngineContainer> found) {
        var step = of(state, stopAsked, found);
        return switch (step) {
            case Create _, Start _, GiveUp _ -> cutOff ? new Decline() : step;
            case Finish _ -> cutOff ? new Lose(CUT_OFF) : step;
            case Adopt _, Watch _, Collect _, Lose _, Decline _, Bury _ -> step;
        };
    }

    private static NextStep ofNone(boolean stopAsked) {
        return stopAsked ? new GiveUp(Container.STOPPED) : new Create();
    }

    private static NextStep ofFound(EngineContainer found, boolean stopAsked) {
        return switch (found.phase()) {
            case CREATED -> stopAsked ? new GiveUp(Container.STOPPED) : new Start();
            case RUNNING, EXITED -> new Adopt(found);
        };
    }

    private static NextStep ofStarted(EngineContainer found) {
        return switch (found.phase()) {
            case RUNNING -> new Watch();
            case EXITED ->
                new Finish(new End(found.exitCode(), found.outOfMemory(), found.startedAt(), found.finishedAt()));
            case CREATED -> new Lose("The engine holds another container of the same name, which never ran");
        };
    }
}
