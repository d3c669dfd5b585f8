package dev.slipway.auth.app;

import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.audit.Audit;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** What can be done with application tokens. */
@ApplicationScoped
public class AppTokens {
    private static final int MOST = 50;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,63}");

    private final Accounts accounts;
    private final AppQuestion question;
    private final Audit audit;
    private final SecureRandom random;
    private final InstantSource clock;

    AppTokens(Accounts accounts, AppQuestion question, Audit audit, SecureRandom random, InstantSource clock) {
        this.accounts = accounts;
        this.question = question;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    /** Those of an account, the oldest first; for itself and for administrators. */
    @WithSession
    public Uni<List<AppToken>> list(Login login, Caller caller) {
        return accounts.find(login, caller).chain(() -> of(login));
    }

    private static Uni<List<AppToken>> of(Login login) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from AppTokenRow where login = :login order by madeAt, token", AppTokenRow.class)
                        .setParameter("login", login.text())
                        .getResultList())
                .map(rows -> rows.stream().map(AppTokenRow::toToken).toList());
    }

    /** Gives an application one; for the account itself. */
    @WithTransaction
    public Uni<AppToken> create(Login login, String name, Caller caller) {
        if (!caller.login().equals(login.text()) || caller.isService()) {
            throw Failure.forbidden("Only the user itself gives applications tokens");
        }
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("name", "1 to 64 letters, digits, blanks or . _ @ -, the first a letter or digit");
        }
        return of(login).chain(known -> {
            if (known.size() >= MOST) {
                throw new Failure(Failure.Kind.REFUSED, "app.too_many", "No more than %d applications".formatted(MOST));
            }
            return insert(login, name);
        });
    }

    private Uni<AppToken> insert(Login login, String name) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var row = new AppTokenRow();
        row.token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        row.login = login.text();
        row.name = name;
        row.madeAt = clock.instant();
        return Panache.getSession()
                .chain(session -> session.persist(row).chain(session::flush))
                .chain(() -> audit.note(login.text(), "app.create", login.text(), name))
                .replaceWith(row::toToken);
    }

    /** Takes one back; for the account itself and for administrators. */
    @WithTransaction
    public Uni<Void> delete(Login login, String token, Caller caller) {
        return accounts.find(login, caller)
                .chain(() -> Panache.getSession())
                .chain(session -> session.find(AppTokenRow.class, token).chain(row -> {
                    if (row == null || !row.login.equals(login.text())) {
                        throw Failure.notFound("application token", token);
                    }
                    return session.remove(row)
                            .chain(session::flush)
                            .chain(() -> audit.note(caller.login(), "app.delete", login.text(), row.name));
                }));
    }

    /**
     * Whose token this is, for an application that asks with a signed question about this very token.
     *
     * @throws Failure UNAUTHENTICATED for a question that is not signed with the shared secret, FORBIDDEN for one about
     *     another token, NOT_FOUND for a token that is nobody's or that of somebody who may do nothing
     */
    @WithSession
    public Uni<Account> ask(String token, String jwt) {
        if (!question.tokenIn(jwt).equals(token)) {
            throw Failure.forbidden("The question is about another token");
        }
        return Panache.getSession()
                .chain(session -> session.find(AppTokenRow.class, token))
                .map(row -> {
                    if (row == null) {
                        throw Failure.notFound("application token", token);
                    }
                    return row.login;
                })
                .chain(accounts::findActive)
                .map(found -> found.orElseThrow(() -> Failure.notFound("application token", token)));
    }
}
