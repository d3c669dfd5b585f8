package dev.slipway.node.container;

import dev.slipway.node.hardware.HardwareProbe;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Which GPU is whose. They have numbers, for an engine that is asked for so many gives the first ones to everybody. */
@ApplicationScoped
class Devices {
    private static final Logger LOG = Logger.getLogger(Devices.class);

    private final int count;
    /** Given, and neither kept nor refused by the store yet. By identity: a command that comes twice at once is given twice. */
    private final Set<Gift> giving = Collections.newSetFromMap(new IdentityHashMap<>());

    @Inject
    Devices(HardwareProbe hardware) {
        this(hardware.capacity().gpus());
    }

    Devices(int count) {
        this.count = count;
    }

    /** What one container is given. */
    private record Gift(Container container, boolean shared) {}

    /**
     * Gives it as many as it wants, and keeps it with them. Nobody else is given these until that is done, and {@code live} knows
     * of it then.
     *
     * @param live those that may hold some
     * @param keep true where it is new
     */
    Uni<Boolean> give(Container container, Collection<Tracked> live, Function<Container, Uni<Boolean>> keep) {
        return Uni.createFrom().deferred(() -> {
            var gift = choose(container, live);
            return Uni.createFrom()
                    .deferred(() -> keep.apply(gift.container))
                    .invoke(isNew -> tell(gift, isNew))
                    .onTermination()
                    .invoke(() -> given(gift));
        });
    }

    private synchronized Gift choose(Container container, Collection<Tracked> live) {
        var held = new HashMap<String, Set<Integer>>();
        giving.forEach(it -> hold(held, it.container.name(), it.container.devices()));
        live.forEach(it -> hold(held, it.name(), it.devices()));
        held.remove(container.name());
        var uses = uses(held.values());
        var chosen = choose(container.spec().gpus(), uses);
        var gift = new Gift(container.holding(chosen), chosen.stream().anyMatch(it -> uses[it] > 0));
        giving.add(gift);
        return gift;
    }

    private static void hold(Map<String, Set<Integer>> held, String name, List<Integer> devices) {
        held.computeIfAbsent(name, _ -> new HashSet<>()).addAll(devices);
    }

    private synchronized void given(Gift gift) {
        giving.remove(gift);
    }

    /**
     * So many of those that are used least, the first ones first. None where there are not so many: then the engine has to say
     * that.
     *
     * @param uses of each device
     */
    static List<Integer> choose(int wanted, int[] uses) {
        return wanted > uses.length
                ? List.of()
                : IntStream.range(0, uses.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(it -> uses[it]))
                        .limit(wanted)
                        .sorted()
                        .toList();
    }

    /** How many hold each device; what is held beyond the last one was there before there were fewer. */
    private int[] uses(Collection<Set<Integer>> held) {
        var uses = new int[count];
        held.stream().flatMap(Set::stream).filter(it -> it < count).forEach(it -> uses[it]++);
        return uses;
    }

    private void tell(Gift gift, boolean isNew) {
        if (isNew && gift.shared) {
            LOG.warnf(
                    "container name=%s shares devices=%s: fewer are free than it wants",
                    gift.container.name(), gift.container.devices());
        }
    }
}
