package dev.slipway.task.dialect.godocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.task.task.ArrayRange;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Needs;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Submission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDockerSubmissionTest {
    private static final GoDockerSubmission READER = new GoDockerSubmission(new Offer(
            List.of("docker", "swarm"),
            Map.of("storage", List.of("ssd", "disk")),
            List.of("maxlifespan", "queue"),
            2,
            3));
    private static final String SMALLEST = """
            {"meta":{"name":"n"},"container":{"image":"i"},"command":{"cmd":"echo"}}""";

    @Test
    void theSmallestTaskTakesTheDefaults() {
        var read = read(SMALLEST);
        assertThat(read.held()).isFalse();
        assertThat(read.onBehalfOf()).isEmpty();
        assertThat(read.spec().demand()).isEqualTo(new Demand(2, 3, 0));
        assertThat(read.spec().project()).isEqualTo("default");
        assertThat(read.spec().executor()).isEqualTo("docker");
        assertThat(read.spec().description()).isEmpty();
        assertThat(read.spec().tags()).isEmpty();
    }

    @Test
    void anExecutorMayBeNamedWithItsKind() {
        var wish = SMALLEST.replace("{\"meta\"", "{\"requirements\":{\"executor\":\"swarm::docker\"},\"meta\"");
        assertThat(read(wish).spec().executor()).isEqualTo("swarm");
    }

    @Test
    void aScriptIsTakenByteForByte() {
        var script = "echo 'ä €' \"$HOME\" `id`\r\n\tend";
        var body = new TextNode(script);
        assertThat(read(SMALLEST.replace("\"echo\"", body.toString())).spec().script())
                .isEqualTo(script);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "not json | body: not JSON at line 1, column 1",
                "[] | body: must be a JSON object",
                "{} extra | body: not JSON at line 1, column 4",
                "{} | meta.name: is needed and must not be empty",
                "{'meta':{'name':'n'},'command':{'cmd':'c'}} | container.image: is needed and must not be empty",
                "{'meta':{'name':7},'container':{'image':'i'},'command':{'cmd':'c'}} | meta.name: must be text",
                "{'meta':{'name':'n'},'container':{'image':'i'}} | command.cmd: is needed and must not be empty",
                "{'meta':{'name':'n'},'container':{'image':'a b'},'command':{'cmd':'c'}} | container.image: not the name of an image",
                "{'meta':{'name':'n','tags':'t'},'container':{'image':'i'},'command':{'cmd':'c'}} | meta.tags: must be a list",
                "{'meta':{'name':'n','tags':[1]},'container':{'image':'i'},'command':{'cmd':'c'}} | meta.tags[0]: must be text",
                "{'meta':{'name':'a\\u0000b'},'container':{'image':'i'},'command':{'cmd':'c'}} | meta.name: has a character that is no text",
                "{'meta':{'name':'a\\ud800'},'container':{'image':'i'},'command':{'cmd':'c'}} | meta.name: has a character that is no text",
                "{'container':'i'} | container: must be a JSON object",
            })
    void aMistakeIsNamed(String body, String sentence) {
        assertThat(refusal(body.replace('\'', '"')).sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'cpu':0 | requirements.cpu: must be a whole number of at least 1",
                "'cpu':1.5 | requirements.cpu: must be a whole number of at least 1",
                "'cpu':'2' | requirements.cpu: must be a whole number of at least 1",
                "'cpu':99999999999 | requirements.cpu: must be a whole number of at least 1",
                "'ram':'x' | requirements.ram: must be a whole number of at least 1",
                "'gpus':-1 | requirements.gpus: must be a whole number of at least 0",
                "'ports':[80,70000] | requirements.ports[1]: must be a port from 1 to 65535",
                "'ports':['80'] | requirements.ports[0]: must be a whole number of at least 1",
                "'executor':'foo' | requirements.executor: unknown executor foo; known: docker, swarm",
                "'executor':'foo:queue' | requirements.executor: unknown executor foo:queue; known: docker, swarm",
                "'executor':'docker:long' | requirements.executor: executor docker has no queue long",
                "'executor':'docker::native' | requirements.executor: executor docker runs containers only, not native",
                "'label':['storage==tape'] | requirements.label: no label storage==tape is configured",
                "'tasks':['a'] | requirements.tasks[0]: must be the number of a task",
                "'array':{'values':'a'} | requirements.array.values: must be N, start:end or start:end:step, with an end not before its start and a step of at least 1",
                "'array':{'values':'1:5:0'} | requirements.array.values: must be N, start:end or start:end:step, with an end not before its start and a step of at least 1",
                "'array':{'values':'5:4'} | requirements.array.values: must be N, start:end or start:end:step, with an end not before its start and a step of at least 1",
                "'array':{'values':0} | requirements.array.values: must be N, start:end or start:end:step, with an end not before its start and a step of at least 1",
                "'tmpstorage':{'size':'big'} | requirements.tmpstorage.size: must be a size such as 500M or 10G",
                "'tmpstorage':{} | requirements.tmpstorage.size: is needed and must not be empty",
                "'maxlifespan':'30m' | requirements.maxlifespan: must be a time such as 7d, 12h, 30s or a number of seconds, at most 3650d",
                "'maxlifespan':'0' | requirements.maxlifespan: must be a time such as 7d, 12h, 30s or a number of seconds, at most 3650d",
                "'maxlifespan':'999999999d' | requirements.maxlifespan: must be a time such as 7d, 12h, 30s or a number of seconds, at most 3650d",
                "'queue':[] | requirements.queue: must be text",
                "'network':'x' | requirements.network: must be public, user or project",
                "'network':'user' | requirements.network: only public is offered here",
                "'uris':['a\\nb'] | requirements.uris[0]: must be one line of text",
                "'failure_policy':-1 | requirements.failure_policy: must be a whole number of at least 0",
            })
    void aMistakeInTheRequirementsIsNamed(String requirement, String sentence) {
        var refusal = refusal(requiring(requirement));
        assertThat(refusal.sentence()).isEqualTo(sentence);
        assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"4,1:2:3:4", "2:6:2,2:4:6", "1:10:4,1:5:9", "7:7,7", "0:1,0:1"})
    void case64AnArrayStopsAtItsEnd(String values, String indexes) {
        var range = read(requiring("'array':{'values':'%s'}".formatted(values)))
                .spec()
                .needs()
                .array()
                .orElseThrow();
        assertThat(IntStream.range(0, range.size()).mapToObj(it -> Integer.toString(range.index(it))))
                .containsExactly(indexes.split(":"));
        assertThat(Integer.toString(range.last())).isEqualTo(indexes.replaceFirst(".*:", ""));
    }

    @Test
    void allThatCanBeAskedForIsRead() {
        var needs = read(requiring(
                                "'array':{'values':3},'tasks':['12',13,12],'ports':[8080,22],'network':'public','gpus':1,'label':['storage==ssd',''],"
                                        + "'tmpstorage':{'size':'1.5g','path':null},'maxlifespan':3600,'queue':'q'")
                        .replace("\"cmd\":\"echo\"", "\"cmd\":\"\",\"interactive\":true"))
                .spec();
        assertThat(needs.demand()).isEqualTo(new Demand(2, 3, 1, 2));
        assertThat(needs.needs())
                .isEqualTo(new Needs(
                        List.of("storage==ssd"),
                        List.of(12L, 13L),
                        List.of(8080, 22),
                        "public",
                        Optional.of("1.5g"),
                        1_500_000_000,
                        true,
                        Optional.of(new ArrayRange("3", 1, 1, 3)),
                        Optional.empty(),
                        Map.of("maxlifespan", "3600", "queue", "q")));
        assertThat(needs.needs().doors()).containsExactly(22, 8080);
    }

    @Test
    void emptyLabelsAndNullsAreNothing() {
        var read = read(
                requiring(
                        "'label':['',' '],'tasks':[],'ports':[],'array':{'values':null},'tmpstorage':null,'executor':null,'cpu':null"));
        assertThat(read.spec().demand().cpus()).isEqualTo(2);
    }

    private static String requiring(String requirement) {
        return SMALLEST.replace(
                "{\"meta\"", "{\"requirements\":{%s},\"meta\"".formatted(requirement.replace('\'', '"')));
    }

    private static Submission read(String body) {
        return READER.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Failure refusal(String body) {
        return catchThrowableOfType(Failure.class, () -> read(body));
    }
}
