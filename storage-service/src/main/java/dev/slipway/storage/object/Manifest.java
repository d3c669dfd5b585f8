package dev.slipway.storage.object;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task left: all of it, or the part of it around one path.
 *
 * @param items in their order
 * @param inline the bytes of small files, by path
 */
public record Manifest(List<Item> items, Map<String, ByteBuffer> inline) {
    /** A task that left nothing. */
    public static final Manifest EMPTY = new Manifest(List.of(), Map.of());

    public Manifest {
        items = items.stream().sorted().toList();
        inline = Map.copyOf(inline);
    }

    /** The file at exactly this path. */
    public Optional<Item> file(FilePath path) {
        return items.stream()
                .filter(it -> !it.directory() && it.path().equals(path.text()))
                .findFirst();
    }

    /** What is directly in a directory, by name; empty when there is no such directory. The root is always there. */
    public Optional<List<Entry>> list(FilePath directory) {
        var prefix = directory.prefix();
        var entries = new LinkedHashMap<String, Entry>();
        var exists = directory.isRoot();
        for (var item : items) {
            if (item.key().startsWith(prefix)) {
                exists = true;
                var rest = item.key().substring(prefix.length());
                var slash = rest.indexOf('/');
                if (slash > 0) {
                    var name = rest.substring(0, slash);
                    entries.putIfAbsent(name, new Entry(name, true, 0));
                } else if (!rest.isEmpty()) {
                    entries.put(rest, new Entry(rest, false, item.size()));
                }
            }
        }
        return exists ? Optional.of(List.copyOf(entries.values())) : Optional.empty();
    }

    /** Its items in runs of at most {@code most}, in order; at least one run. */
    List<List<Item>> runs(int most) {
        var runs = new ArrayList<List<Item>>();
        for (int from = 0; from == 0 || from < items.size(); from += most) {
            runs.add(items.subList(from, Math.min(items.size(), from + most)));
        }
        return runs;
    }
}
