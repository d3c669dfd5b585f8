package dev.slipway.auth.mail;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.auth.Elsewhere;
import dev.slipway.auth.Users;
import dev.slipway.platform.contract.MailCommand;
import dev.slipway.platform.failure.Failure;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Elsewhere.class)
class MailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Mails mails;

    @Inject
    MailSender sender;

    @Inject
    Pool pool;

    @BeforeEach
    void open() {
        PostOffice.open();
    }

    @Test
    void aTasksMailSaysWhatGoDockersUsersExpect() throws Exception {
        var user = Users.fresh();
        var id = "task-42-" + UUID.randomUUID();
        publish(id, user.login(), Map.of("id", "42", "name", "align <b>", "primary", "over", "secondary", "kept"));
        var mail = only(addressOf(user));
        assertThat(mail.getSubject()).contains("Task", "42", "over");
        assertThat(mail.getFrom()[0]).hasToString("slipway@suite.example.org");
        assertThat(part(mail, 0)).contains("42", "align <b>", "over/kept");
        assertThat(part(mail, 1)).contains("42", "align &lt;b&gt;", "over/kept").doesNotContain("<b>");
        assertThat(mail.getHeader("X-Slipway-Mail")).containsExactly(id);
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void whatIsAskedForTwiceIsSentOnce() throws Throwable {
        var user = Users.fresh();
        var id = "task-" + UUID.randomUUID();
        publish(id, user.login(), task("1"));
        publish(id, user.login(), task("1"));
        queue(id, Recipient.of(user.login()), task("1"));
        publish("after-" + id, user.login(), task("2"));
        await().atMost(PATIENCE).until(() -> PostOffice.of(addressOf(user)).size() >= 2);
        publish(id, user.login(), task("1"));
        publish("last-" + id, user.login(), task("3"));
        await().atMost(PATIENCE).until(() -> stateOf("last-" + id).equals("sent"));
        assertThat(PostOffice.of(addressOf(user))).hasSize(3);
    }

    @Test
    void whileTheServerIsAwayNothingIsLostAndNothingIsSentTwiceWhenItIsBack() throws Throwable {
        PostOffice.close();
        var run = UUID.randomUUID();
        for (int i = 0; i < 20; i++) {
            queue("away-" + run + "-" + i, new Recipient.Address("p" + i + "." + run + "@example.org"), task("" + i));
        }
        await().atMost(PATIENCE).until(() -> triesOf("away-" + run) >= 3);
        PostOffice.open();
        await().atMost(PATIENCE).until(() -> sentOf("away-" + run) == 20);
        assertThat(IntStream.range(0, 20).mapToObj(i -> PostOffice.of("p" + i + "." + run + "@example.org")))
                .allSatisfy(it -> assertThat(it).hasSize(1));
    }

    @Test
    void aMailThatIsSentAgainAfterACrashIsTheSameMail() throws Throwable {
        var address = "crash." + UUID.randomUUID() + "@example.org";
        var id = "crash-" + UUID.randomUUID();
        queue(id, new Recipient.Address(address), task("7"));
        await().atMost(PATIENCE).until(() -> stateOf(id).equals("sent"));
        // What a process leaves behind that was killed after the server's answer and before the mark.
        sql(
                "update mail set state = 'queued', done_at = null, data = '{\"id\":\"7\",\"name\":\"n\",\"primary\":\"over\"}' where id = $1",
                id);
        await().atMost(PATIENCE).until(() -> PostOffice.of(address).size() == 2);
        var ids = PostOffice.of(address).stream().map(MailTest::messageId).distinct();
        assertThat(ids).singleElement().asString().matches("<[0-9a-f]{32}@suite\\.example\\.org>");
    }

    @Test
    void whatALeftMailToldIsForgotten() throws Throwable {
        var id = "told-" + UUID.randomUUID();
        queue(id, new Recipient.Address("told@example.org"), task("8"));
        await().atMost(PATIENCE).until(() -> stateOf(id).equals("sent"));
        assertThat(text("select data as it from mail where id = $1", id)).isEqualTo("{}");
    }

    @Test
    void anAccountWithoutAnAddressIsNotWrittenTo() throws Throwable {
        var id = "nobody-" + UUID.randomUUID();
        queue(id, new Recipient.Account("admin"), task("9"));
        await().atMost(PATIENCE).until(() -> stateOf(id).equals("failed"));
    }

    @Test
    void everyTemplateCanBeWritten() throws Throwable {
        var address = "all." + UUID.randomUUID() + "@example.org";
        var data = Map.of("login", "alice", "name", "Alice", "image", "a:1", "user", "alice");
        for (var template : List.of("registration", "activation", "address-taken", "image-request")) {
            var id = template + "-" + UUID.randomUUID();
            in(() -> mails.queue(id, new Recipient.Address(address), template, data));
        }
        await().atMost(PATIENCE).until(() -> PostOffice.of(address).size() == 4);
    }

    @Test
    void whoRegistersIsWrittenToThenAndAtTheActivationAndWhenTheAddressIsTaken() throws Throwable {
        var login = Users.freshLogin();
        var address = login + "@example.org";
        register(login, address);
        await().atMost(PATIENCE).until(() -> PostOffice.of(address).size() == 1);
        assertThat(PostOffice.of(address).getFirst().getSubject()).contains(login, "registered");
        for (int i = 0; i < 2; i++) {
            Users.admin()
                    .asks()
                    .post("/api/v1/accounts/" + login + "/activate")
                    .then()
                    .statusCode(200);
        }
        await().atMost(PATIENCE).until(() -> PostOffice.of(address).size() == 2);
        assertThat(PostOffice.of(address).get(1).getSubject()).contains(login, "active");
        register(Users.freshLogin(), address);
        register(Users.freshLogin(), address);
        await().atMost(PATIENCE).until(() -> PostOffice.of(address).size() == 3);
        assertThat(PostOffice.of(address).get(2).getSubject()).contains("already");
        var last = "last-" + UUID.randomUUID();
        queue(last, new Recipient.Address(address), task("1"));
        await().atMost(PATIENCE).until(() -> stateOf(last).equals("sent"));
        assertThat(PostOffice.of(address)).hasSize(4);
    }

    private static void register(String login, String address) {
        given().header("X-Forwarded-For", "100.64.%d.1".formatted(Math.floorMod(login.hashCode(), 250)))
                .contentType("application/json")
                .body(Map.of("login", login, "email", address, "password", "four horses eat hay"))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: b@example.org", "a\nb", "a\u2028b", "a\u0000b"})
    void nobodyWritesAHeaderOfHisOwn(String evil) {
        refuses("subject", "evil-1", Recipient.of("admin"), Map.of("id", evil, "name", "n", "primary", "over"));
        assertThatThrownBy(() -> Recipient.of("a@example.org" + evil)).isInstanceOf(Failure.class);
        refuses("id", "evil" + evil, Recipient.of("admin"), task("1"));
    }

    @Test
    void aSecondAddressIsNoAddress() {
        for (var address :
                List.of("a@b.org,c@d.org", "a@b.org c@d.org", "A <a@b.org>", "a@b.org;c@d.org", "a@", "@b")) {
            assertThatThrownBy(() -> Recipient.of(address))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("email:");
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedAtOnce() {
        refuses("data", "few-1", Recipient.of("admin"), Map.of("id", "1"));
        assertThatThrownBy(() -> in(() -> mails.queue("none-1", Recipient.of("admin"), "no-such", Map.of())))
                .hasMessageStartingWith("template:");
    }

    @Test
    void aCommandOfWhichNoMailCanBeMadeGoesToTheDeadLettersAndTheNextIsRead() throws Exception {
        var user = Users.fresh();
        var id = "bad-" + UUID.randomUUID();
        Kafka.publish(new MailCommand.Send(id, user.login(), "no-such", Map.of(), Instant.now()));
        publish("good-" + id, user.login(), task("5"));
        only(addressOf(user));
        var dead = Kafka.await(
                "mail-commands.v1.dead",
                MailCommand.class,
                it -> it instanceof MailCommand.Send send && send.id().equals(id));
        assertThat(dead.account()).isEqualTo(user.login());
    }

    @Test
    void pausesGrowToALimit() {
        var pauses = IntStream.of(0, 1, 2, 30, 1_000_000).mapToObj(sender::pause);
        assertThat(pauses)
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
    }

    private void refuses(String field, String id, Recipient recipient, Map<String, String> data) {
        assertThatThrownBy(() -> queue(id, recipient, data))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(field + ":");
    }

    private static Map<String, String> task(String id) {
        return Map.of("id", id, "name", "n", "primary", "running", "secondary", "");
    }

    private static void publish(String id, String login, Map<String, String> data) {
        Kafka.publish(new MailCommand.Send(id, login, "task", data, Instant.now()));
    }

    private void queue(String id, Recipient recipient, Map<String, String> data) throws Throwable {
        in(() -> mails.queue(id, recipient, "task", data));
    }

    private static void in(java.util.function.Supplier<Uni<Void>> work) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(work));
    }

    private static MimeMessage only(String address) {
        await().atMost(PATIENCE).until(() -> !PostOffice.of(address).isEmpty());
        assertThat(PostOffice.of(address)).hasSize(1);
        return PostOffice.of(address).getFirst();
    }

    private static String addressOf(Users.User user) {
        return user.login() + "@example.org";
    }

    private static String part(MimeMessage mail, int number) throws Exception {
        return (String) ((MimeMultipart) mail.getContent()).getBodyPart(number).getContent();
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String stateOf(String id) {
        return text("select state as it from mail where id = $1", id);
    }

    private long triesOf(String prefix) {
        return Long.parseLong(text("select sum(tries)::text as it from mail where id like $1 || '%'", prefix));
    }

    private long sentOf(String prefix) {
        return Long.parseLong(
                text("select count(*)::text as it from mail where state = 'sent' and id like $1 || '%'", prefix));
    }

    private String text(String query, String parameter) {
        for (var row : sql(query, parameter)) {
            return row.getString("it");
        }
        return "";
    }

    private Iterable<io.vertx.mutiny.sqlclient.Row> sql(String statement, String parameter) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(parameter))
                .await()
                .atMost(PATIENCE);
    }
}
