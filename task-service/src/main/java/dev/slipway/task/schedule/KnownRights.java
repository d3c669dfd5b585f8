package dev.slipway.task.schedule;

import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.KnownAccounts;
import dev.slipway.platform.identity.KnownProjects;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;

/** By what auth-service last said. Nobody has a quota on project {@code default}, nor has it a priority. */
@ApplicationScoped
class KnownRights implements Rights {
    private static final double HUNDRED = 100;

    private final KnownAccounts accounts;
    private final KnownProjects projects;
    private final KafkaClientService kafka;

    KnownRights(KnownAccounts accounts, KnownProjects projects, KafkaClientService kafka) {
        this.kafka = kafka;
        this.accounts = accounts;
        this.projects = projects;
    }

    @Override
    public Right ofUser(String login) {
        return accounts.find(login)
                .map(it -> new Right(it.priority() / HUNDRED, it.limits()))
                .orElse(Right.USUAL);
    }

    @Override
    public Right ofProject(String project) {
        return projects.find(project)
                .map(it -> new Right(it.priority() / HUNDRED, it.limits()))
                .orElse(Right.USUAL);
    }

    @Override
    public Uni<Boolean> areHeard() {
        return accounts.areHeard(kafka)
                .chain(heard ->
                        heard ? projects.areHeard(kafka) : Uni.createFrom().item(false));
    }

    /** Tasks of a deleted account end otherwise; those on a deleted project stay. */
    @Override
    public boolean mayRun(String login, String project) {
        var account = accounts.find(login);
        if (account.filter(it -> !it.active()).isPresent()) {
            return false;
        }
        var isIn = account.filter(
                        it -> it.roles().contains(Caller.ADMIN) || it.projects().contains(project))
                .isPresent();
        return isIn
                || projects.find(project)
                        .filter(it -> !it.owner().equals(login) && !it.members().contains(login))
                        .isEmpty();
    }
}
