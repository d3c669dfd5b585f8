package dev.slipway.node.job;

import java.util.ArrayList;
import java.util.List;

/**
 * What an attempt left that is not kept, and why. It stays on the node only; its owner finds this in the file {@link #FILE}.
 *
 * @param count files and folders
 * @param named a line for each of the first of them
 */
public record LeftOut(int count, List<String> named) {
    /** Where the owner reads of it, among the files that are kept. */
    public static final String FILE = "god.skipped";
    /** All is kept. */
    public static final LeftOut NOTHING = new LeftOut(0, List.of());

    private static final int NAMED = 100;

    public LeftOut {
        named = List.copyOf(named);
    }

    /** The same and one more. */
    public LeftOut and(String path, String why) {
        if (named.size() >= NAMED) {
            return new LeftOut(count + 1, named);
        }
        var more = new ArrayList<>(named);
        more.add("%s: %s".formatted(printable(path), why));
        return new LeftOut(count + 1, more);
    }

    public boolean isNothing() {
        return count == 0;
    }

    /** For its owner. */
    public String text() {
        var text = new StringBuilder("Not kept: %d\n".formatted(count));
        named.forEach(it -> text.append(it).append('\n'));
        if (count > named.size()) {
            text.append("and %d more\n".formatted(count - named.size()));
        }
        return text.toString();
    }

    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
