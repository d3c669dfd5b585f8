package dev.slipway.gateway.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several pages in Prometheus' text format 0.0.4 on their way to become one. Each sample gets a label {@code service}; what
 * belongs to one family comes together, as the format demands.
 */
final class MetricsPage {
    private final Map<String, Family> families = new LinkedHashMap<>();

    /** Adds one service's page. */
    void add(String service, String page) {
        var label = "service=\"" + service + "\"";
        var family = "";
        for (var line : page.lines().toList()) {
            if (line.startsWith("# TYPE ") || line.startsWith("# HELP ")) {
                var words = line.split(" ", 4);
                family = words.length > 2 ? words[2] : "";
                family(family).comments().putIfAbsent(words[1], line);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                family(family).samples().add(labelled(line, label));
            }
        }
    }

    @Override
    public String toString() {
        var page = new StringBuilder();
        families.values().forEach(family -> {
            family.comments().values().forEach(line -> page.append(line).append('\n'));
            family.samples().forEach(line -> page.append(line).append('\n'));
        });
        return page.toString();
    }

    private Family family(String name) {
        return families.computeIfAbsent(name, _ -> new Family(new LinkedHashMap<>(), new ArrayList<>()));
    }

    /** {@code name 1} and {@code name{a="b"} 1} with one more label in front. A name holds neither brace nor blank. */
    private static String labelled(String line, String label) {
        var brace = line.indexOf('{');
        var blank = line.indexOf(' ');
        if (brace >= 0 && (blank < 0 || brace < blank)) {
            var separator = line.startsWith("}", brace + 1) ? "" : ",";
            return line.substring(0, brace + 1) + label + separator + line.substring(brace + 1);
        }
        return blank < 0 ? line : line.substring(0, blank) + "{" + label + "}" + line.substring(blank);
    }

    private record Family(Map<String, String> comments, List<String> samples) {}
}
