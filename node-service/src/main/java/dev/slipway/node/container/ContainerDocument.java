package dev.slipway.node.container;

import dev.slipway.node.container.ContainerState.Accepted;
import dev.slipway.node.container.ContainerState.Collected;
import dev.slipway.node.container.ContainerState.Exited;
import dev.slipway.node.container.ContainerState.Failed;
import dev.slipway.node.container.ContainerState.Lost;
import dev.slipway.node.container.ContainerState.Running;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.contract.ContainerCommand.Stop;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Owner;
import java.time.Instant;
import java.util.List;
import org.bson.Document;

/** Between a container and its document. Times are text: the store's own type knows milliseconds only. */
final class ContainerDocument {
    static final String NODE = "node";
    static final String STATE = "state";
    static final String STOP = "stop";
    static final String OUTBOX = "outbox";
    static final String NUMBER = "number";
    static final String COMMAND = "command";
    static final String END = "end";
    static final String DEVICES = "devices";
    static final String DONE = "done";
    static final String DONE_AT = "doneAt";

    private ContainerDocument() {}

    static Document whole(Container container) {
        var whole = new Document("_id", container.name())
                .append(NODE, container.node())
                .append(COMMAND, Contract.write(container.command()))
                .append(STOP, false)
                .append("made", container.made())
                .append(OUTBOX, outbox(container))
                .append(STATE, container.state().word())
                .append("detail", detail(container.state()))
                .append(END, end(container.state()));
        // Most have none.
        return container.given().isEmpty() ? whole : whole.append(DEVICES, container.given());
    }

    /** What a change of state writes. */
    static Document change(Container container) {
        return new Document(
                "$set",
                new Document(STATE, container.state().word())
                        .append("detail", detail(container.state()))
                        .append(END, end(container.state()))
                        .append("made", container.made())
                        .append(OUTBOX, outbox(container)));
    }

    static ContainerRepository.Kept read(Document document) {
        var command = Contract.read(document.getString(COMMAND), ContainerCommand.class);
        var name = document.getString("_id");
        var node = document.getString(NODE);
        var state = state(document);
        var given = document.getList(DEVICES, Integer.class, List.of());
        int made = document.getInteger("made");
        var outbox = document.getList(OUTBOX, Document.class).stream()
                .map(it -> new Note(it.getInteger(NUMBER), it.getString("event"), Instant.parse(it.getString("at"))))
                .toList();
        var container = switch (command) {
            case Start it -> of(name, it.owner(), it.attempt(), node, command, given, state, made, outbox);
            case Stop it -> of(name, it.owner(), it.attempt(), node, command, given, state, made, outbox);
            case ContainerCommand.Pause _, ContainerCommand.Resume _, ContainerCommand.Unknown _ ->
                throw new IllegalStateException("container %s has no known command".formatted(name));
        };
        return new ContainerRepository.Kept(container, document.getBoolean(STOP, false));
    }

    private static Container of(
            String name,
            Owner owner,
            int attempt,
            String node,
            ContainerCommand command,
            List<Integer> given,
            ContainerState state,
            int made,
            List<Note> outbox) {
        return new Container(name, owner, attempt, node, command, given, state, made, outbox);
    }

    private static List<Document> outbox(Container container) {
        return container.outbox().stream()
                .map(note -> new Document(NUMBER, note.number())
                        .append("event", note.event())
                        .append("at", note.at().toString()))
                .toList();
    }

    /** The engine id or the reason. */
    private static String detail(ContainerState state) {
        return switch (state) {
            case Running(var engineId) -> engineId;
            case Failed(var reason) -> reason;
            case Lost(var reason) -> reason;
            case Accepted _, Exited _, Collected _ -> "";
        };
    }

    private static Document end(ContainerState state) {
        return switch (state) {
            case Exited(var end) -> toDocument(end);
            case Collected(var end) -> toDocument(end);
            case Accepted _, Running _, Failed _, Lost _ -> new Document();
        };
    }

    private static Document toDocument(End end) {
        return new Document("exitCode", end.exitCode())
                .append("outOfMemory", end.outOfMemory())
                .append("startedAt", end.startedAt().toString())
                .append("at", end.at().toString());
    }

    private static ContainerState state(Document document) {
        var detail = document.getString("detail");
        var word = document.getString(STATE);
        return switch (word) {
            case "accepted" -> new Accepted();
            case "running" -> new Running(detail);
            case "exited" -> new Exited(toEnd(document));
            case "collected" -> new Collected(toEnd(document));
            case "failed" -> new Failed(detail);
            case "lost" -> new Lost(detail);
            default -> throw new IllegalStateException("unknown container state " + word);
        };
    }

    private static End toEnd(Document document) {
        var end = document.get(END, Document.class);
        return new End(
                end.getInteger("exitCode"),
                end.getBoolean("outOfMemory"),
                Instant.parse(end.getString("startedAt")),
                Instant.parse(end.getString("at")));
    }
}
