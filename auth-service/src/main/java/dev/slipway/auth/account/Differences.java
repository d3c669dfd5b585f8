package dev.slipway.auth.account;

import dev.slipway.platform.contract.Limits;
import java.util.ArrayList;
import java.util.List;

/** What became what, in words for the audit. */
public final class Differences {
    private final List<String> found = new ArrayList<>();

    /** Between two states of one account. */
    static String of(Account before, Account after) {
        return new Differences()
                .field("e-mail", before.email(), after.email())
                .field(
                        "display name",
                        before.profile().displayName(),
                        after.profile().displayName())
                .field(
                        "public keys",
                        before.profile().publicKeys().size(),
                        after.profile().publicKeys().size())
                .changed(
                        "public keys",
                        before.profile().publicKeys(),
                        after.profile().publicKeys())
                .field("home", before.unix().home(), after.unix().home())
                .field("roles", before.roles(), after.roles())
                .field("priority", before.rights().priority(), after.rights().priority())
                .limits(before.rights().limits(), after.rights().limits())
                .field("state", before.state().word(), after.state().word())
                .toString();
    }

    /** What a new account begins with. */
    static String ofNew(Account account) {
        return "uid %d, gid %d, roles %s, state %s"
                .formatted(
                        account.unix().uid(),
                        account.unix().gid(),
                        account.roles(),
                        account.state().word());
    }

    /** A field and its two values. */
    public Differences field(String name, Object before, Object after) {
        if (!before.equals(after)) {
            found.add("%s '%s' to '%s'".formatted(name, before, after));
        }
        return this;
    }

    /** A field whose values are too long to tell; nothing when it was told already. */
    public Differences changed(String name, Object before, Object after) {
        if (!before.equals(after) && found.stream().noneMatch(it -> it.startsWith(name + " "))) {
            found.add(name + " changed");
        }
        return this;
    }

    /** The limits that changed. */
    public Differences limits(Limits before, Limits after) {
        return field("time limit", before.seconds(), after.seconds())
                .field("cpu limit", before.cpus(), after.cpus())
                .field("ram limit", before.ramGb(), after.ramGb())
                .field("gpu limit", before.gpus(), after.gpus())
                .field("disk limit", before.diskBytes(), after.diskBytes());
    }

    @Override
    public String toString() {
        return String.join(", ", found);
    }
}
