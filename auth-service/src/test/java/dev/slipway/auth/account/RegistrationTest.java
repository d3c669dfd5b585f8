package dev.slipway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.auth.Users;
import dev.slipway.auth.credential.ApiKey;
import dev.slipway.auth.credential.Credentials;
import dev.slipway.platform.identity.Caller;
import dev.slipway.testkit.Backends;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class RegistrationTest {
    private static final Caller ADMIN = new Caller("admin", Set.of("user", "admin"), Set.of("default"));
    private static final Login LOGIN = new Login("admin");
    private static final ApiKey CONFIGURED = new ApiKey(Users.ADMIN_KEY);
    private static final ApiKey OTHER = new ApiKey("ANOTHERKEYANOTHERKEYANOTHERKEY12");

    @Inject
    Registration registration;

    @Inject
    Accounts accounts;

    @Inject
    AccountRepository repository;

    @Inject
    Credentials credentials;

    @Test
    void twentyAtOnceGetTwentyDifferentNumbers() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ids = new HashSet<Integer>();
            for (var made : threads.invokeAll(registrations(20))) {
                ids.add(made.get().account().unix().uid());
                ids.add(made.get().account().unix().gid());
            }
            assertThat(ids).hasSize(20).allMatch(it -> it >= 20_001);
        }
    }

    @Test
    void theSameLoginTwiceAtOnceIsMadeOnce() throws Exception {
        var login = new Login(Users.freshLogin());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = threads.invokeAll(IntStream.range(0, 5)
                    .<Callable<IssuedKey>>mapToObj(_ -> () -> register(NewAccount.called(login)))
                    .toList());
            assertThat(tries.stream().filter(it -> it.state() == Future.State.SUCCESS))
                    .hasSize(1);
        }
    }

    @Test
    void anotherStartWithTheSameSettingsChangesNothing() {
        var before = admin();
        inVainTransaction(
                () -> registration.ensureAdmin(CONFIGURED).chain(() -> repository.find(LOGIN)),
                found -> assertThat(found).contains(before));
    }

    @Test
    void aStartWithAnotherKeyReplacesItAndEndsTheTokens() {
        var before = admin();
        inVainTransaction(
                () -> registration.ensureAdmin(OTHER).chain(this::state),
                state -> assertThat(state).isEqualTo(new State(before.version() + 1, false, true)));
    }

    @Test
    void aKeyRegeneratedSinceDoesNotComeBackWithTheNextStart() {
        var before = admin();
        inVainTransaction(
                () -> accounts.regenerateKey(LOGIN, ADMIN)
                        .chain(() -> registration.ensureAdmin(CONFIGURED))
                        .chain(this::state),
                state -> assertThat(state).isEqualTo(new State(before.version() + 1, false, false)));
    }

    @Test
    void nobodyButAnAdministratorRegisters() {
        var user = new Caller("alice", Set.of("user"), Set.of());
        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(
                        () -> registration.register(NewAccount.called(new Login("x")), user)))
                .hasMessageContaining("administrators");
    }

    private record State(long version, boolean configuredFits, boolean otherFits) {}

    private Uni<State> state() {
        return repository
                .find(LOGIN)
                .chain(found -> credentials
                        .fits("admin", CONFIGURED.text())
                        .chain(configured -> credentials
                                .fits("admin", OTHER.text())
                                .map(other -> new State(found.orElseThrow().version(), configured, other))));
    }

    private List<Callable<IssuedKey>> registrations(int count) {
        var calls = new ArrayList<Callable<IssuedKey>>();
        for (int i = 0; i < count; i++) {
            var wanted = NewAccount.called(new Login(Users.freshLogin()));
            calls.add(() -> register(wanted));
        }
        return calls;
    }

    private IssuedKey register(NewAccount wanted) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> registration.register(wanted, ADMIN));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private Account admin() {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> repository.find(LOGIN)))
                    .orElseThrow();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks at what a transaction does and undoes it: all modules' tests share the administrator and his events. */
    private static <T> void inVainTransaction(Supplier<Uni<T>> work, Consumer<T> look) {
        var undone = new IllegalStateException("undone on purpose");
        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() ->
                        Panache.withTransaction(() -> work.get().invoke(look).invoke(_ -> {
                            throw undone;
                        }))))
                .isSameAs(undone);
    }
}
