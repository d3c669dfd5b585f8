package dev.slipway.storage.object;

import dev.slipway.storage.object.Place.Stage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * How a task's place and manifest look in {@code storage.tasks}, {@code _id} = number of the task:
 * {@code {owner, project, node, attempt, stage, files:[{path,size}], directories:[…], inline:[{path,bytes}], parts:[…]}}.
 * A manifest too long for one document is in {@code storage.parts}, {@code _id} = task/attempt/part; {@code parts} then
 * has the first key of each.
 */
final class TaskDocument {
    static final String ID = "_id";
    static final String ATTEMPT = "attempt";
    static final String STAGE = "stage";
    static final String NODE = "node";
    static final String FILES = "files";
    static final String DIRECTORIES = "directories";
    static final String INLINE = "inline";
    static final String PARTS = "parts";
    static final String OWNER = "owner";
    private static final String PROJECT = "project";
    private static final String PATH = "path";
    private static final String SIZE = "size";
    private static final String BYTES = "bytes";

    private TaskDocument() {}

    static Document of(Place place) {
        var document = new Document(ID, place.task().number())
                .append(OWNER, place.owner())
                .append(PROJECT, place.project())
                .append(ATTEMPT, place.attempt())
                .append(STAGE, word(place.stage()));
        place.node().ifPresent(node -> document.append(NODE, node));
        return document;
    }

    static String word(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    static Place toPlace(Document document) {
        return new Place(
                new TaskId(document.get(ID, Number.class).longValue()),
                document.getString(OWNER),
                document.getString(PROJECT),
                document.getInteger(ATTEMPT),
                Optional.ofNullable(document.getString(NODE)),
                Stage.valueOf(document.getString(STAGE).toUpperCase(Locale.ROOT)));
    }

    static Document append(Document document, List<Item> items) {
        var files = items.stream()
                .filter(it -> !it.directory())
                .map(it -> new Document(PATH, it.path()).append(SIZE, it.size()))
                .toList();
        var directories = items.stream().filter(Item::directory).map(Item::path).toList();
        return document.append(FILES, files).append(DIRECTORIES, directories);
    }

    static List<Document> inline(Map<String, ByteBuffer> inline) {
        return inline.entrySet().stream()
                .map(it -> new Document(PATH, it.getKey()).append(BYTES, new Binary(Bytes.of(it.getValue()))))
                .toList();
    }

    static List<Item> items(Document document) {
        var files = list(document, FILES, Document.class).stream()
                .map(it ->
                        Item.file(it.getString(PATH), it.get(SIZE, Number.class).longValue()));
        var directories = list(document, DIRECTORIES, String.class).stream().map(Item::directory);
        return Stream.concat(files, directories).toList();
    }

    static Map<String, ByteBuffer> inlineOf(Document document) {
        var inline = new HashMap<String, ByteBuffer>();
        for (var it : list(document, INLINE, Document.class)) {
            inline.put(
                    it.getString(PATH),
                    ByteBuffer.wrap(it.get(BYTES, Binary.class).getData()));
        }
        return inline;
    }

    static List<String> parts(Document document) {
        return list(document, PARTS, String.class);
    }

    private static <T> List<T> list(Document document, String name, Class<T> type) {
        return document.getList(name, type, List.of());
    }

    /** The parts that may tell of a path or of what is below it. */
    static List<Integer> partsAround(List<String> firstKeys, FilePath path) {
        var last = path.prefix() + Character.MAX_VALUE;
        var found = new ArrayList<Integer>();
        for (int part = 0; part < firstKeys.size(); part++) {
            var endsBefore =
                    part + 1 < firstKeys.size() && firstKeys.get(part + 1).compareTo(path.text()) <= 0;
            if (!endsBefore && firstKeys.get(part).compareTo(last) <= 0) {
                found.add(part);
            }
        }
        return found;
    }
}
