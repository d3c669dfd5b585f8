package dev.slipway.auth.project;

import dev.slipway.platform.identity.Caller;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What people share. Immutable: each change is a new project.
 *
 * @param members logins; empty for {@code default}, of which everybody is one
 * @param version raised by every change
 */
public record Project(
        ProjectId id, Terms terms, SortedSet<String> members, long version, Instant created, Instant changed) {
    public Project {
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }

    public boolean isDefault() {
        return id.equals(ProjectId.DEFAULT);
    }

    /** Whether they may read it. */
    boolean isVisibleTo(Caller caller) {
        return isDefault() || isSteeredBy(caller) || members.contains(caller.login());
    }

    /** Whether they may change it, but for what only administrators may. */
    boolean isSteeredBy(Caller caller) {
        return caller.isAdmin()
                || (caller.roles().contains(Caller.USER) && terms.owner().equals(caller.login()));
    }

    /** With other terms and members; the same one when nothing is other. */
    Project become(Terms newTerms, SortedSet<String> newMembers, Instant now) {
        return newTerms.equals(terms) && newMembers.equals(members)
                ? this
                : new Project(id, newTerms, newMembers, version + 1, created, now);
    }
}
