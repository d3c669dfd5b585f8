package dev.slipway.task.dialect.godocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Submission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDockerSubmissionTest {
    private static final GoDockerSubmission READER = new GoDockerSubmission(List.of("docker", "swarm"));
    private static final String SMALLEST = """
            {"meta":{"name":"n"},"container":{"image":"i"},"command":{"cmd":"echo"}}""";

    @Test
    void theSmallestTaskTakesTheDefaults() {
        var read = read(SMALLEST);
        assertThat(read.held()).isFalse();
        assertThat(read.onBehalfOf()).isEmpty();
        assertThat(read.spec().demand()).isEqualTo(new Demand(1, 1, 0));
        assertThat(read.spec().project()).isEqualTo("default");
        assertThat(read.spec().executor()).isEqualTo("docker");
        assertThat(read.spec().description()).isEmpty();
        assertThat(read.spec().tags()).isEmpty();
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
                "'label':['storage==tape'] | requirements.label: no label storage==tape is configured",
                "'tasks':['a'] | requirements.tasks[0]: must be the number of a task",
                "'array':{'values':'a'} | requirements.array.values: must be N, start:end or start:end:step",
                "'network':'x' | requirements.network: must be public, user or project",
                "'uris':['a\\nb'] | requirements.uris[0]: must be one line of text",
                "'failure_policy':-1 | requirements.failure_policy: must be a whole number of at least 0",
            })
    void aMistakeInTheRequirementsIsNamed(String requirement, String sentence) {
        var refusal = refusal(requiring(requirement));
        assertThat(refusal.sentence()).isEqualTo(sentence);
        assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'array':{'values':'1:10'} | requirements.array.values: arrays of tasks are not built yet",
                "'array':{'values':4} | requirements.array.values: arrays of tasks are not built yet",
                "'tasks':['12',13] | requirements.tasks: dependencies are not built yet",
                "'ports':[8080] | requirements.ports: open ports are not built yet",
                "'network':'user' | requirements.network: other networks than public are not built yet",
                "'gpus':1 | requirements.gpus: gpus are not built yet",
                "'tmpstorage':{'size':'1g'} | requirements.tmpstorage: temporary storage is not built yet",
                "'maxlifespan':'2d' | requirements.maxlifespan: life spans are not built yet",
            })
    void whatIsNotBuiltIsRefused(String requirement, String sentence) {
        var refusal = refusal(requiring(requirement));
        assertThat(refusal.sentence()).isEqualTo(sentence);
        assertThat(refusal.kind()).isEqualTo(Kind.NOT_BUILT);
    }

    @Test
    void anInteractiveTaskIsRefusedAlsoWithoutAScript() {
        assertThat(refusal(SMALLEST.replace("\"cmd\":\"echo\"", "\"cmd\":\"\",\"interactive\":true"))
                        .sentence())
                .isEqualTo("command.interactive: interactive tasks are not built yet");
    }

    @Test
    void emptyLabelsAndNullsAreNothing() {
        var read = read(
                requiring(
                        "'label':['',' '],'tasks':[],'ports':[],'array':{'values':null},'tmpstorage':null,'executor':null,'cpu':null"));
        assertThat(read.spec().demand().cpus()).isEqualTo(1);
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
