package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Exited;
import dev.slipway.platform.contract.ContainerEvent.Lost;
import dev.slipway.platform.contract.ContainerEvent.PauseRefused;
import dev.slipway.platform.contract.ContainerEvent.Paused;
import dev.slipway.platform.contract.ContainerEvent.Preparing;
import dev.slipway.platform.contract.ContainerEvent.Resumed;
import dev.slipway.platform.contract.ContainerEvent.Started;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log-in, pauses, places in arrays, temporary storage and the fence, on the real engine: cases 50, 53, 55, 66 and 72. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class InteractiveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    NodeName node;

    @Inject
    Fence fence;

    private Attempt it;

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @BeforeEach
    void attempt() {
        it = new Attempt(node.get());
    }

    @Test
    void case72AnOwnerLogsInWithAKeyOrTheApiKey() throws Exception {
        var port = freePort();
        var key = key();
        var dora = new Account("dora").with("no key", text(key));
        start("#!/bin/sh\necho made > made", port, dora);
        it.await(Started.class);
        try (var client = client()) {
            Attempt.eventually(() -> listens(client, port));
            try (var session = connect(client, "alice", port)) {
                session.addPublicKeyIdentity(key);
                session.auth().verify(PATIENCE);
                assertThat(run(session, "id -u; pwd; cat made; echo $GODOCKER_JID"))
                        .isEqualTo("4711\n/mnt/go-docker\nmade\n" + it.task() + "\n");
                assertThat(terminal(session)).contains("33 99");
            }
            try (var session = logIn(client, port, "dora")) {
                assertThat(run(session, "exit 0")).isEmpty();
            }
            refused(client, "alice", port, "KEY-OF-bob");
            refused(client, "root", port, "KEY-OF-dora");
            try (var session = connect(client, "alice", port)) {
                session.addPublicKeyIdentity(key());
                assertThatThrownBy(() -> session.auth().verify(PATIENCE)).isInstanceOf(SshException.class);
            }
            assertThat(it.kinds()).containsExactly(Preparing.class, Started.class);
            it.stop();
            it.await(Collected.class);
            Attempt.eventually(() -> !listens(client, port));
        }
    }

    @Test
    void aSessionIsGoodForTheContainerItWasOpenedForOnly() throws Exception {
        var port = freePort();
        start("#!/bin/sh\ntrue", port, new Account("emil").with());
        it.await(Started.class);
        try (var client = client()) {
            Attempt.eventually(() -> listens(client, port));
            try (var session = logIn(client, port, "emil");
                    var waiting = session.createExecChannel("sleep 1000")) {
                waiting.open().verify(PATIENCE);
                it.stop();
                it.await(Collected.class);
                var next = new Attempt(node.get());
                Kafka.publish(next.command(interactive("#!/bin/sh\ntrue", port), "fritz"));
                next.await(Started.class);
                new Account("fritz").with();
                Attempt.eventually(() -> listens(client, port));
                // refused by the server, or by the client itself once it has heard that the session ends
                assertThatThrownBy(() -> run(session, "true"))
                        .isInstanceOfAny(IOException.class, IllegalStateException.class);
                ends(session);
                try (var own = logIn(client, port, "fritz")) {
                    assertThat(run(own, "echo $GODOCKER_JID")).isEqualTo(next.task() + "\n");
                }
                next.stop();
                next.await(Collected.class);
            }
        }
    }

    @Test
    void whatIsRevokedLetsNobodyInAndNobodyStay() throws Exception {
        var port = freePort();
        var kept = key();
        var removed = key();
        var gerda = new Account("gerda").with(text(kept), text(removed));
        start("#!/bin/sh\ntrue", port, gerda);
        var directory = Path.of(it.await(Started.class).directory());
        try (var client = client()) {
            Attempt.eventually(() -> listens(client, port));
            try (var byKept = logIn(client, port, kept);
                    var byRemoved = logIn(client, port, removed);
                    var byApiKey = logIn(client, port, "gerda");
                    var process = byRemoved.createExecChannel("touch begun; cat; touch left")) {
                process.open().verify(PATIENCE);
                Attempt.eventually(() -> Files.exists(directory.resolve("begun")));
                gerda.with(text(kept));
                ends(byRemoved);
                Attempt.eventually(() -> Files.exists(directory.resolve("left")));
                assertThat(run(byApiKey, "echo here")).isEqualTo("here\n");
                assertThatThrownBy(() -> logIn(client, port, removed)).isInstanceOf(SshException.class);
                // A new API key.
                gerda.newer().with(text(kept));
                ends(byApiKey);
                assertThat(run(byKept, "echo here")).isEqualTo("here\n");
                gerda.newer().disabled();
                ends(byKept);
                assertThatThrownBy(() -> logIn(client, port, kept)).isInstanceOf(SshException.class);
                assertThatThrownBy(() -> logIn(client, port, "gerda")).isInstanceOf(SshException.class);
            }
        }
        it.stop();
        it.await(Collected.class);
    }

    /** An account of this test's own, as auth-service tells of it. */
    private static final class Account {
        private final String login;
        private long version = 1;

        Account(String login) {
            this.login = login;
        }

        Account with(String... keys) {
            Accounts.announce(login, 4711, version, List.of(keys));
            return this;
        }

        Account newer() {
            version++;
            return this;
        }

        void disabled() {
            Accounts.announce(login, 4711, version, false);
        }
    }

    private static SshClient client() {
        var client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((_, _, _) -> true);
        client.start();
        return client;
    }

    private static ClientSession logIn(SshClient client, int port, KeyPair key) throws IOException {
        var session = connect(client, "alice", port);
        session.addPublicKeyIdentity(key);
        session.auth().verify(PATIENCE);
        return session;
    }

    /** With an account's API key. */
    private static ClientSession logIn(SshClient client, int port, String account) throws IOException {
        var session = connect(client, "alice", port);
        session.addPasswordIdentity("KEY-OF-" + account);
        session.auth().verify(PATIENCE);
        return session;
    }

    private static void ends(ClientSession session) {
        assertThat(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE))
                .contains(ClientSession.ClientSessionEvent.CLOSED);
    }

    private static String text(KeyPair key) {
        return PublicKeyEntry.toString(key.getPublic());
    }

    @Test
    void case50And53And55AContainerStandsStillAndGoesOn() {
        it.start("#!/bin/sh\nwhile :; do sleep 0.1; done");
        it.await(Started.class);
        pause();
        it.await(Paused.class);
        resume();
        it.await(Resumed.class);
        pause();
        it.stop();
        assertThat(it.await(Exited.class).exitCode()).isNotZero();
        it.await(Collected.class);
        resume();
        it.await(PauseRefused.class);
    }

    @Test
    void case66AChildWorksInTheFolderOfItsArrayAndHasTemporaryStorage() throws IOException {
        var script = """
                #!/bin/sh
                pwd
                touch /tmp-data/x
                for _ in $(seq 300); do [ -e /tmp-data/told ] && break; sleep 0.1; done
                ls /tmp-data""";
        var spec = spec(script, List.of(), "77", 3, 1_000_000);
        Kafka.publish(it.command(spec));
        var preparing = it.await(Preparing.class);
        assertThat(preparing.directory()).endsWith("/tasks/pairtree_root/77/task/3");
        assertThat(it.await(Started.class).tmp()).isEqualTo(preparing.tmp());
        var tmp = Path.of(preparing.tmp());
        Attempt.eventually(() -> Files.exists(tmp.resolve("x")));
        Files.createFile(tmp.resolve("told"));
        assertThat(it.await(Collected.class).tmp()).isEqualTo(preparing.tmp());
        assertThat(it.text("god.log")).isEqualTo("/mnt/go-docker\ntold\nx\n");
    }

    @Test
    void whatIsCutOffEndsAsLost() {
        it.start("#!/bin/sh\nsleep 1000");
        it.await(Started.class);
        fence.close().await().atMost(PATIENCE);
        assertThat(it.await(Lost.class).reason()).isEqualTo(NextStep.CUT_OFF);
    }

    private void pause() {
        Kafka.publish(new ContainerCommand.Pause(it.name(), node.get(), it.owner(), 1, Instant.now()));
    }

    private void resume() {
        Kafka.publish(new ContainerCommand.Resume(it.name(), node.get(), it.owner(), 1, Instant.now()));
    }

    private void start(String script, int port, Account account) {
        Kafka.publish(it.command(interactive(script, port), account.login));
    }

    private static ContainerSpec interactive(String script, int port) {
        return spec(script, List.of(new ContainerSpec.Port(port, 22)), null, 0, 0);
    }

    private static ContainerSpec spec(
            String script, List<ContainerSpec.Port> ports, String array, int index, long tmp) {
        var plain = Samples.spec(script);
        return new ContainerSpec(
                plain.image(),
                plain.script(),
                plain.login(),
                plain.uid(),
                plain.gid(),
                plain.groups(),
                plain.root(),
                plain.cpus(),
                plain.memoryBytes(),
                plain.gpus(),
                Map.of(),
                plain.mounts(),
                plain.files(),
                ports,
                ContainerSpec.PUBLIC,
                tmp,
                !ports.isEmpty(),
                List.of(),
                array == null ? null : new ContainerSpec.Member(array, index),
                ContainerSpec.SCRIPT,
                null,
                false);
    }

    private static void refused(SshClient client, String login, int port, String password) throws IOException {
        try (var session = connect(client, login, port)) {
            session.addPasswordIdentity(password);
            assertThatThrownBy(() -> session.auth().verify(PATIENCE)).isInstanceOf(SshException.class);
        }
    }

    private static boolean listens(SshClient client, int port) {
        try (var session = connect(client, "alice", port)) {
            return session.isOpen();
        } catch (IOException e) {
            return false;
        }
    }

    private static ClientSession connect(SshClient client, String login, int port) throws IOException {
        return client.connect(login, "127.0.0.1", port).verify(PATIENCE).getSession();
    }

    private static String run(ClientSession session, String command) throws IOException {
        return session.executeRemoteCommand(command);
    }

    /** What a shell with a terminal of 33 rows and 99 columns says of its size. */
    private static String terminal(ClientSession session) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var channel = session.createShellChannel()) {
            channel.setPtyType("xterm");
            channel.setPtyColumns(99);
            channel.setPtyLines(33);
            channel.setOut(out);
            channel.open().verify(PATIENCE);
            channel.getInvertedIn()
                    .write("until stty size | grep -q ^33; do sleep 0.1; done; stty size; exit\n"
                            .getBytes(StandardCharsets.UTF_8));
            channel.getInvertedIn().flush();
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static KeyPair key() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
