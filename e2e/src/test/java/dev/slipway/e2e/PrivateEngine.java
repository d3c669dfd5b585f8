package dev.slipway.e2e;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A Docker engine for these tests alone, so that a test may restart it: own socket, own data, own network. Needs root and an
 * installed {@code dockerd}; {@code ./slipway test} sees to both.
 */
final class PrivateEngine implements AutoCloseable {
    private final Path folder;
    private Process process;

    private PrivateEngine(Path folder) throws IOException {
        this.folder = folder;
        this.process = launch();
    }

    static PrivateEngine start() throws IOException {
        // A socket's path may have about a hundred characters: not below the module's folder.
        var engine = new PrivateEngine(Files.createTempDirectory("slipway-e2e-"));
        engine.awaitAnswer();
        return engine;
    }

    String dockerHost() {
        return "unix://" + socket();
    }

    private Path socket() {
        return folder.resolve("docker.sock");
    }

    /** The engine goes down with all containers in it, and comes back. */
    void restart() throws IOException, InterruptedException {
        stop();
        process = launch();
        awaitAnswer();
    }

    /** How the containers of a task stand, in the engine's words, such as {@code running} and {@code paused}. */
    List<String> statesOf(long task) throws IOException {
        try (var docker = client()) {
            return containersOf(task, docker).stream().map(Container::getState).toList();
        }
    }

    /** Whatever they do: by force. */
    void removeContainersOf(long task) throws IOException {
        try (var docker = client()) {
            for (var container : containersOf(task, docker)) {
                docker.removeContainerCmd(container.getId()).withForce(true).exec();
            }
        }
    }

    private static List<Container> containersOf(long task, DockerClient docker) {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withNameFilter(List.of("^/slipway-e2e-%d-[0-9]+$".formatted(task)))
                .exec();
    }

    private DockerClient client() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(dockerHost())
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }

    /** An image like another one that sets a variable, such as {@code NAME=value}, too. */
    void makeImage(String name, String like, String variable) throws IOException {
        try (var docker = client()) {
            var container = docker.createContainerCmd(like)
                    .withEnv(variable)
                    .withCmd("true")
                    .exec()
                    .getId();
            docker.commitCmd(container).withRepository(name).withTag("latest").exec();
            docker.removeContainerCmd(container).exec();
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        // A network of its own: an engine takes the bridge of its name from the one beside it.
                        "unshare",
                        "--net",
                        "dockerd",
                        "--host=" + dockerHost(),
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--containerd-namespace=slipway-e2e")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void awaitAnswer() {
        Awaitility.await("an engine of our own: are you root, is dockerd installed? See " + folder.resolve("log"))
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(this::answers);
    }

    private boolean answers() throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        }
    }

    private void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        try (var tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
