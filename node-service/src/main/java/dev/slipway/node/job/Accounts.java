package dev.slipway.node.job;

import dev.slipway.platform.contract.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The account of a process added to what an image says of its accounts. */
final class Accounts {
    private Accounts() {}

    /** The image's passwd with this account; an entry of the same name or number gives way. */
    static String passwd(String image, ContainerSpec spec, String home) {
        var lines =
                without(image, fields -> is(fields, 0, spec.login()) || is(fields, 2, Integer.toString(spec.uid())));
        lines.add("%s:x:%d:%d:%s:%s:/bin/sh".formatted(spec.login(), spec.uid(), spec.gid(), spec.login(), home));
        return text(lines);
    }

    /** The image's group with the account's own group, and a name for each further one that has none. */
    static String group(String image, ContainerSpec spec) {
        var own = Integer.toString(spec.gid());
        var lines = without(image, fields -> is(fields, 0, spec.login()) || is(fields, 2, own));
        lines.add("%s:x:%s:".formatted(spec.login(), own));
        for (var gid : spec.groups()) {
            var number = Integer.toString(gid);
            if (lines.stream().noneMatch(line -> is(line.split(":", -1), 2, number))) {
                lines.add("group%s:x:%s:%s".formatted(number, number, spec.login()));
            }
        }
        return text(lines);
    }

    private static List<String> without(String file, Predicate<String[]> entry) {
        var lines = new ArrayList<String>();
        file.lines()
                .filter(line -> !line.isBlank() && !entry.test(line.split(":", -1)))
                .forEach(lines::add);
        return lines;
    }

    private static boolean is(String[] fields, int index, String value) {
        return fields.length > index && fields[index].equals(value);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
