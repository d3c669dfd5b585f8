package dev.slipway.task.plan;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The tasks that wait, in memory, in lines of equal shape: a pass costs what it places and the number of lines. */
public final class Queue {
    private final Map<Shape, Line> lines = new HashMap<>();
    private int size;

    /** A task that waits since {@code began}, in milliseconds of the epoch; again is once. */
    public void add(long id, Shape shape, long began) {
        if (lines.computeIfAbsent(shape, Line::new).add(id, began)) {
            size++;
        }
    }

    /** It waits no longer. */
    public void remove(long id, Shape shape) {
        var line = lines.get(shape);
        if (line != null) {
            remove(id, line);
        }
    }

    /** The same for one whose shape is not at hand: every line is looked at. */
    public void remove(long id) {
        shapeOf(id).ifPresent(shape -> remove(id, shape));
    }

    private void remove(long id, Line line) {
        if (line.remove(id)) {
            size--;
            if (line.size() == 0) {
                lines.remove(line.shape());
            }
        }
    }

    /** The shape of one that waits. */
    public Optional<Shape> shapeOf(long id) {
        return lines.values().stream()
                .filter(line -> line.contains(id))
                .map(Line::shape)
                .findFirst();
    }

    /** The first of these numbers that waits, whatever its shape. */
    public OptionalLong first(long from, long to) {
        return lines.values().stream()
                .filter(line -> line.before(from) < line.size())
                .mapToLong(line -> line.id(line.before(from)))
                .filter(id -> id <= to)
                .min();
    }

    /** Since when it waits, as one of that shape. */
    public OptionalLong since(long id, Shape shape) {
        var line = lines.get(shape);
        return line != null && line.contains(id) ? OptionalLong.of(line.since(line.before(id))) : OptionalLong.empty();
    }

    /** Whether it waits, as one of that shape. */
    public boolean contains(long id, Shape shape) {
        var line = lines.get(shape);
        return line != null && line.contains(id);
    }

    /** Logins of those who wait. */
    public Set<String> owners() {
        return lines.keySet().stream().map(Shape::owner).collect(Collectors.toSet());
    }

    /** Projects on which somebody waits. */
    public Set<String> projects() {
        return lines.keySet().stream().map(Shape::project).collect(Collectors.toSet());
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    public void clear() {
        lines.clear();
        size = 0;
    }

    Collection<Line> lines() {
        return Collections.unmodifiableCollection(lines.values());
    }
}
