package dev.slipway.task.schedule;

import dev.slipway.task.plan.Counted;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.usage.Shares;
import dev.slipway.task.usage.Shares.Share;
import dev.slipway.task.usage.UsageWindow;
import dev.slipway.task.usage.Use;
import java.util.Collection;
import java.util.stream.Collectors;

/** From the ledger's words to the scheduler's. */
final class Windows {
    private Windows() {}

    static Used used(UsageWindow window, Collection<String> owners, Collection<String> projects) {
        return new Used(
                owners.stream()
                        .collect(Collectors.toMap(it -> it, it -> usage(window.ofOwner(it), window.bytesOf(it)))),
                projects.stream().collect(Collectors.toMap(it -> it, it -> usage(window.ofProject(it), 0))));
    }

    static Used used(Shares shares, Collection<String> owners, Collection<String> projects) {
        return new Used(
                owners.stream().collect(Collectors.toMap(it -> it, it -> usage(shares.ofOwner(it)))),
                projects.stream().collect(Collectors.toMap(it -> it, it -> usage(shares.ofProject(it)))));
    }

    static Counted counted(UsageWindow window) {
        return new Counted(window.countedForOwners(), window.countedForProjects());
    }

    private static Usage usage(Share share) {
        return new Usage(share.seconds(), share.cpus(), share.ramGb(), share.gpus());
    }

    private static Usage usage(Use use, long bytes) {
        return new Usage(use.seconds(), use.cpus(), use.ramGb(), use.gpus(), bytes);
    }
}
