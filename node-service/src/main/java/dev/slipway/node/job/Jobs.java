package dev.slipway.node.job;

import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Job directories: made before a container runs, settled when it has ended. */
@ApplicationScoped
public class Jobs {
    private static final String INFO = "god.info";
    private static final Pattern FILE_NAME = Pattern.compile("[^/\\x00]{1,255}");
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@-]{0,63}\\$?");

    private final JobConfig config;
    private final Blocking blocking;

    Jobs(JobConfig config, Blocking blocking) {
        this.config = config;
        this.blocking = blocking;
    }

    /** Where the files of a container are. */
    public JobDirectory of(Owner owner, ContainerSpec spec) {
        var member = spec.member();
        return member == null ? JobDirectory.of(root(), owner) : JobDirectory.of(root(), owner, member);
    }

    /** Where an owner's files are, as far as they say themselves; reads a file. */
    JobDirectory find(Owner owner) throws IOException {
        var own = JobDirectory.of(root(), owner);
        if (!Files.exists(own.member())) {
            return own;
        }
        var place = Files.readString(own.member()).split("/", 2);
        return JobDirectory.of(root(), owner, new ContainerSpec.Member(place[0], Integer.parseInt(place[1])));
    }

    private Path root() {
        return config.jobs().toAbsolutePath().normalize();
    }

    /** A fresh directory for one attempt; whatever an older one left is removed. */
    public Uni<JobDirectory> prepare(Owner owner, int attempt, ContainerSpec spec, ImageAccounts image, String home) {
        return blocking.call(() -> {
            check(spec);
            var job = fresh(owner, attempt, spec);
            if (spec.tmpBytes() > 0) {
                Files.createDirectories(job.tmp());
                Tree.own(job.tmp(), spec.root() ? 0 : spec.uid(), spec.root() ? 0 : spec.gid());
                Tree.mode(job.tmp(), "rwxrwxrwx");
            }
            fill(job, spec);
            if (!spec.root()) {
                Files.createDirectories(job.etc());
                write(job.passwd(), Accounts.passwd(image.passwd(), spec, home), "rw-r--r--", 0, 0);
                write(job.group(), Accounts.group(image.group(), spec), "rw-r--r--", 0, 0);
            }
            return job;
        });
    }

    private JobDirectory fresh(Owner owner, int attempt, ContainerSpec spec) throws IOException {
        var job = of(owner, spec);
        clear(job);
        Files.createDirectories(job.task());
        Files.createDirectories(job.root());
        var member = spec.member();
        if (member != null) {
            write(job.member(), member.array() + "/" + member.index(), "rw-r--r--", 0, 0);
        }
        write(job.attempt(), Integer.toString(attempt), "rw-r--r--", 0, 0);
        return job;
    }

    private static void check(ContainerSpec spec) {
        if (!spec.root() && !LOGIN.matcher(spec.login()).matches()) {
            throw Failure.invalid("login", "not a login: " + spec.login());
        }
        if (!isFileName(spec.scriptName()) || isTaken(spec.scriptName())) {
            throw Failure.invalid("scriptName", "not a file name: " + spec.scriptName());
        }
        for (var name : spec.files().keySet()) {
            if (!isFileName(name) || name.equals(spec.scriptName())) {
                throw Failure.invalid("files", "not a file name: " + name);
            }
        }
    }

    private static boolean isFileName(String name) {
        return FILE_NAME.matcher(name).matches() && !List.of(".", "..").contains(name);
    }

    /** Something else is put there. */
    private static boolean isTaken(String name) {
        return List.of(JobDirectory.STDOUT, JobDirectory.STDERR, INFO, LeftOut.FILE, JobDirectory.RESULTS)
                .contains(name);
    }

    private static void clear(JobDirectory job) throws IOException {
        for (var part : List.of(job.task(), job.log(), job.etc(), job.tmp(), job.member(), job.attempt())) {
            Tree.remove(part);
        }
    }

    private static void fill(JobDirectory job, ContainerSpec spec) throws IOException {
        // A process of root leaves its files to the account all the same.
        int uid = spec.uid();
        int gid = spec.gid();
        if (spec.apart() == null) {
            write(job.task().resolve(spec.scriptName()), spec.script(), "rwxr-xr-x", uid, gid);
        }
        if (spec.output()) {
            Files.createDirectory(job.output());
            Tree.mode(job.output(), "rwxr-x---");
            Tree.own(job.output(), uid, gid);
        }
        for (var file : spec.files().entrySet()) {
            write(job.task().resolve(file.getKey()), file.getValue(), "rw-r--r--", uid, gid);
        }
        ownFolder(job, spec);
    }

    private static void ownFolder(JobDirectory job, ContainerSpec spec) throws IOException {
        Tree.own(job.task(), spec.uid(), spec.gid());
        Tree.mode(job.task(), "rwxr-x---");
    }

    /**
     * Puts the script of a container, which was kept apart, into its job directory. Fails when it is not the one meant.
     *
     * @param script read to its end
     */
    public void placeScript(Owner owner, ContainerSpec spec, ContainerSpec.Apart apart, InputStream script)
            throws IOException {
        var file = of(owner, spec).task().resolve(spec.scriptName());
        var digest = sha256();
        try (var checked = new DigestInputStream(script, digest)) {
            Files.copy(checked, file, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(apart.sha256())) {
            throw Failure.unavailable("The script did not come whole");
        }
        Tree.mode(file, "rwxr-xr-x");
        Tree.own(file, spec.uid(), spec.gid());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path path, String text, String mode, int uid, int gid) throws IOException {
        Files.write(path, text.getBytes(StandardCharsets.UTF_8));
        Tree.mode(path, mode);
        Tree.own(path, uid, gid);
    }

    /** The container has ended and all it wrote is read: its logs and times are put beside its files, and all are listed. */
    public Uni<Harvest> settle(Owner owner, ContainerSpec spec, Instant startedAt, Instant endedAt) {
        return blocking.call(() -> {
            var job = of(owner, spec);
            Files.createDirectories(job.task());
            placeLogs(job);
            var info = job.task().resolve(INFO);
            Tree.remove(info);
            Files.writeString(info, startedAt.getEpochSecond() + "\n" + endedAt.getEpochSecond() + "\n");
            return Harvester.walk(job.task(), spec.uid(), spec.gid(), HarvestLimits.of(config));
        });
    }

    /**
     * The attempt will not end as others do: both logs are beside its files, where clients look for them, with what is known of
     * them, and where there is no word of its errors, with the reason. Nothing happens once a later attempt has the directory.
     */
    public Uni<Void> abandon(Owner owner, int attempt, ContainerSpec spec, String reason) {
        return blocking.run(() -> {
            var job = of(owner, spec);
            int last = attemptOf(job);
            if (last > attempt) {
                return;
            }
            if (last < attempt) {
                fresh(owner, attempt, spec);
            }
            Files.createDirectories(job.task());
            placeLogs(job);
            var errors = job.task().resolve(JobDirectory.STDERR);
            if (Files.size(errors) == 0) {
                Files.writeString(errors, reason + "\n");
            }
            ownFolder(job, spec);
            Tree.own(job.task().resolve(JobDirectory.STDOUT), spec.uid(), spec.gid());
            Tree.own(errors, spec.uid(), spec.gid());
        });
    }

    /** Links, so that doing it again after a crash does the same. Whatever the container put there is replaced. */
    private static void placeLogs(JobDirectory job) throws IOException {
        Files.createDirectories(job.log());
        for (var name : List.of(JobDirectory.STDOUT, JobDirectory.STDERR)) {
            var written = job.log().resolve(name);
            if (!Files.exists(written, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(written);
            }
            var placed = job.task().resolve(name);
            Tree.remove(placed);
            Files.createLink(placed, written);
        }
    }

    /** Removes what lay beside the job directory for a running container, unless a later attempt has taken it over. */
    public Uni<Void> forget(Owner owner, int attempt) {
        return blocking.run(() -> {
            var job = JobDirectory.of(root(), owner);
            if (attemptOf(job) == attempt) {
                Tree.remove(job.tmp());
                Tree.remove(job.log());
                Tree.remove(job.etc());
            }
        });
    }

    /** Removes all files of an owner that is over; there may be none. Folders that others lie in stay. */
    public Uni<Void> remove(Owner owner) {
        return blocking.run(() -> {
            var job = find(owner);
            if (Files.exists(job.root(), LinkOption.NOFOLLOW_LINKS)) {
                clear(job);
                try {
                    Files.delete(job.root());
                } catch (DirectoryNotEmptyException e) {
                    // A longer number begins with this one.
                }
            }
        });
    }

    /** The attempt whose files these are; 0 when there are none. */
    static int attemptOf(JobDirectory job) throws IOException {
        return Files.exists(job.attempt()) ? Integer.parseInt(Files.readString(job.attempt())) : 0;
    }
}
