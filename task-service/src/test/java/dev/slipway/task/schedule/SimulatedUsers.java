package dev.slipway.task.schedule;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.task.ATask;
import dev.slipway.task.task.Account;
import dev.slipway.task.task.ArrayRange;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.LifeSpan;
import dev.slipway.task.task.Needs;
import dev.slipway.task.task.SimulatedStore;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Pending;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;

/** What people hand in: single tasks, arrays, tasks that wait for others, and some that never end by themselves. */
final class SimulatedUsers implements Rights {
    static final long QUOTA = 12;
    static final long PROJECT_QUOTA = 8;
    static final String ENDLESS = "sleep infinity";

    private static final int RECENT = 25;
    private static final Limits LIMITS = new Limits(0, QUOTA, 0, 0, 0);
    private static final Limits PROJECT_LIMITS = new Limits(0, PROJECT_QUOTA, 0, 0, 0);
    private static final String LIMITED = "limited";
    /** Tasks after which another one comes who has used nothing yet. */
    private static final int GENERATION = 30;

    private static final List<String> LOGINS = List.of(LIMITED, "alice", "bob");

    private final Random random;
    private final SimulatedStore store;
    /** Numbers of all tasks, children of arrays among them. */
    private final List<Long> numbers = new ArrayList<>();

    SimulatedUsers(Random random, SimulatedStore store) {
        this.random = random;
        this.store = store;
    }

    @Override
    public Right ofUser(String login) {
        return new Right(0.5, isLimited(login) ? LIMITS : Limits.NONE);
    }

    static boolean isLimited(String login) {
        return login.startsWith(LIMITED);
    }

    @Override
    public Right ofProject(String project) {
        return isLimited(project) ? new Right(0.5, PROJECT_LIMITS) : Right.USUAL;
    }

    @Override
    public boolean mayRun(String login, String project) {
        return true;
    }

    @Override
    public Uni<Boolean> areHeard() {
        return Uni.createFrom().item(true);
    }

    Task task(Instant now) {
        var task = make(now, parents());
        handedIn(task);
        return task;
    }

    /** One that nobody knows of before its transaction has ended. */
    Task unknown(Instant now) {
        return make(now, List.of());
    }

    void handedIn(Task task) {
        numbers.add(task.id().number());
        if (task.isArray()) {
            task.units().stream().map(TaskId::number).forEach(numbers::add);
        }
    }

    private Task make(Instant now, List<Long> parents) {
        var array = random.nextInt(6) == 0
                ? ArrayRange.parse("1:" + (1 + random.nextInt(5)))
                : Optional.<ArrayRange>empty();
        var id = store.nextIds(1 + array.map(ArrayRange::size).orElse(0));
        var state = random.nextInt(8) == 0 ? new Created() : new Pending(now);
        return new Task(id, account(), spec(array, parents), now, state);
    }

    /** One that needs nothing but processors: those who want many have used nothing yet. */
    Task single(Instant now, int cpus) {
        var id = store.nextIds(1);
        var account = new Account(cpus > 1 ? "bob" : "alice", 1, 1, List.of(), "");
        numbers.add(id.number());
        var spec = spec("default", "true", cpus, OptionalInt.empty(), Needs.NONE);
        return new Task(id, account, spec, now, new Pending(now));
    }

    /** One of those that were handed in last: they are those that are not over. */
    Optional<Long> recent() {
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(numbers.get(random.nextInt(newest(), numbers.size())));
    }

    /** An array that is not over. */
    Optional<Long> recentArray() {
        return recent(task -> task.isArray() && !task.isOver());
    }

    Optional<Long> recent(Predicate<Task> which) {
        var all = numbers.subList(newest(), numbers.size()).stream()
                .filter(it -> which.test(store.task(it)))
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private int newest() {
        return Math.max(0, numbers.size() - RECENT);
    }

    List<Long> all() {
        return numbers;
    }

    private List<Long> parents() {
        return random.nextInt(5) > 0 || numbers.isEmpty()
                ? List.of()
                : random.ints(1 + random.nextInt(3), newest(), numbers.size())
                        .distinct()
                        .mapToObj(numbers::get)
                        .toList();
    }

    private Account account() {
        var login = LOGINS.get(random.nextInt(LOGINS.size()));
        return new Account(isLimited(login) ? login + generation() : login, 1, 1, List.of(), "");
    }

    private int generation() {
        return numbers.size() / GENERATION;
    }

    private TaskSpec spec(Optional<ArrayRange> array, List<Long> parents) {
        var endless = random.nextInt(8) == 0;
        Map<String, String> fields =
                endless || random.nextInt(6) == 0 ? Map.of(LifeSpan.FIELD, "" + (3 + random.nextInt(20))) : Map.of();
        var needs = new Needs(
                List.of(), parents, List.of(), "public", Optional.empty(), 0, false, array, Optional.empty(), fields);
        var policy = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(4));
        var cpus = random.nextInt(8) == 0 ? SimulatedNode.CPUS : 1 + random.nextInt(2);
        var project = random.nextInt(5) == 0 ? LIMITED + generation() : "default";
        return spec(project, endless ? ENDLESS : "true", cpus, policy, needs);
    }

    private static TaskSpec spec(String project, String script, int cpus, OptionalInt policy, Needs needs) {
        var like = ATask.aTask().build().spec();
        return new TaskSpec(
                like.name(),
                "",
                List.of(),
                project,
                like.image(),
                script,
                false,
                false,
                new Demand(cpus, 1, 0),
                List.of(),
                List.of(),
                policy,
                "docker",
                false,
                needs);
    }
}
