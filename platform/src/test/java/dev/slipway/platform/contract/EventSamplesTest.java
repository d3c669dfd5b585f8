package dev.slipway.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape ever sent stays as a file and must still be read without loss. Nobody edits these files; new shapes are added. */
class EventSamplesTest {
    private static final Path SAMPLES = Path.of("src/test/resources/events");
    private static final Map<String, Class<? extends Event>> FAMILIES = Map.ofEntries(
            Map.entry("account", AccountEvent.class),
            Map.entry("project", ProjectEvent.class),
            Map.entry("key", KeyEvent.class),
            Map.entry("mail", MailCommand.class),
            Map.entry("objects", ObjectEvent.class),
            Map.entry("task", TaskEvent.class),
            Map.entry("node", NodeEvent.class),
            Map.entry("container.start", ContainerCommand.class),
            Map.entry("container.stop", ContainerCommand.class),
            Map.entry("container.pause", ContainerCommand.class),
            Map.entry("container.resume", ContainerCommand.class),
            Map.entry("container", ContainerEvent.class));
    private static final List<Class<? extends Event>> SEALED = List.of(
            AccountEvent.class,
            KeyEvent.class,
            ProjectEvent.class,
            MailCommand.class,
            ObjectEvent.class,
            TaskEvent.class,
            NodeEvent.class,
            ContainerCommand.class,
            ContainerEvent.class);

    static List<Path> samples() throws IOException {
        try (var files = Files.list(SAMPLES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsReadAndWrittenWithoutLoss(Path sample) throws IOException {
        var json = Files.readString(sample);
        var event = Contract.read(json, familyOf(sample));
        var mapper = new ObjectMapper();
        // Later writers add members; what an earlier one said is all still there.
        var written = mapper.readTree(Contract.write(event));
        keeps(mapper.readTree(json), written, "");
        assertThat(Contract.typeOf(Contract.write(event))).isEqualTo(typeOf(sample));
        assertThat(event.key()).isNotBlank();
    }

    private static void keeps(JsonNode said, JsonNode written, String path) {
        if (!said.isObject()) {
            assertThat(written).as(path).isEqualTo(said);
            return;
        }
        for (var member : said.properties()) {
            assertThat(written.has(member.getKey())).as(path + member.getKey()).isTrue();
            keeps(member.getValue(), written.get(member.getKey()), path + member.getKey() + ".");
        }
    }

    @Test
    void everyTypeHasASample() throws IOException {
        var kinds = SEALED.stream()
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .filter(it -> !it.getSimpleName().equals("Unknown"))
                .map(Class::getName)
                .collect(Collectors.toSet());
        var sampled = samples().stream().map(EventSamplesTest::classOf).collect(Collectors.toSet());
        assertThat(sampled).isEqualTo(kinds);
    }

    @Test
    void whatIsNewerThanItsReaderIsPassedOver() {
        var newer = "{\"type\":\"task.painted\",\"task\":7,\"colour\":\"red\"}";
        assertThat(Contract.read(newer, TaskEvent.class)).isEqualTo(new TaskEvent.Unknown(7));
        var withMore =
                "{\"type\":\"task.stopping\",\"task\":7,\"owner\":\"a\",\"attempt\":1,\"at\":\"2026-11-21T08:00:00Z\",\"why\":1}";
        assertThat(Contract.read(withMore, TaskEvent.class)).isInstanceOf(TaskEvent.Stopping.class);
    }

    @Test
    void whatAnEarlierNodeDoesNotTellIsEmpty() throws IOException {
        assertThat(read("container.preparing.1"))
                .isInstanceOfSatisfying(
                        ContainerEvent.Preparing.class,
                        it -> assertThat(it.tmp()).isEmpty());
        assertThat(read("container.started.1"))
                .isInstanceOfSatisfying(
                        ContainerEvent.Started.class, it -> assertThat(it.tmp()).isEmpty());
        assertThat(read("container.collected.3"))
                .isInstanceOfSatisfying(
                        ContainerEvent.Collected.class,
                        it -> assertThat(it.tmp()).isEmpty());
    }

    private static Event read(String sample) throws IOException {
        return Contract.read(Files.readString(SAMPLES.resolve(sample + ".json")), ContainerEvent.class);
    }

    private static String classOf(Path sample) {
        try {
            return Contract.read(Files.readString(sample), familyOf(sample))
                    .getClass()
                    .getName();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<? extends Event> familyOf(Path sample) {
        var type = typeOf(sample);
        var family = FAMILIES.get(type);
        return family == null ? FAMILIES.get(type.substring(0, type.indexOf('.'))) : family;
    }

    /** {@code task.placed.1.json} is the first shape of {@code task.placed}. */
    private static String typeOf(Path sample) {
        return sample.getFileName().toString().replaceFirst("\\.\\d+\\.json$", "");
    }
}
