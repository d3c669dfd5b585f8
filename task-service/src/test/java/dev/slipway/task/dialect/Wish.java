package dev.slipway.task.dialect;

import static dev.slipway.task.dialect.ThreeViews.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import io.restassured.response.Response;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;

/**
 * What is asked for, and in which dialect.
 *
 * @param climate whether it wants that data set
 * @param color a variable of its environment, which only NDS Labs has
 */
record Wish(
        Dialect dialect,
        String name,
        int cpus,
        int ram,
        int gpus,
        String script,
        List<String> tags,
        String life,
        String project,
        boolean climate,
        String color) {
    static final String IMAGE = "slipway/base";

    enum Dialect {
        OWN,
        GO_DOCKER,
        NDS
    }

    /** What NDS Labs does not know is not asked for in it. */
    static Wish drawn(Dialect dialect, int seed) {
        var random = new Random(seed);
        var nds = dialect == Dialect.NDS;
        return new Wish(
                dialect,
                "task " + seed,
                1 + random.nextInt(4),
                1 + random.nextInt(4),
                nds ? 0 : random.nextInt(3),
                "exit " + seed,
                nds || random.nextBoolean() ? List.of() : List.of("t" + seed, "galaxy"),
                1 + random.nextInt(6) + (random.nextBoolean() ? "d" : "h"),
                random.nextBoolean() ? "default" : "guild",
                random.nextBoolean(),
                nds ? "c" + seed : "");
    }

    /** The same with so much memory. */
    Wish with(int gigabytes) {
        return new Wish(dialect, name, cpus, gigabytes, gpus, script, tags, life, project, climate, color);
    }

    long submit(String login, boolean held) {
        var answer = send(login, held);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(dialect == Dialect.GO_DOCKER ? 200 : 201);
        return answer.jsonPath().getLong(dialect == Dialect.NDS ? "task" : "id");
    }

    Response send(String login, boolean held) {
        return switch (dialect) {
            case OWN -> as(login).body(own(held)).post("/api/v1/tasks");
            case GO_DOCKER -> as(login).body(goDocker(held)).post("/api/1.0/task");
            case NDS -> as(login).body(nds()).post("/upload");
        };
    }

    private String own(boolean held) {
        return """
                {"name":"%s","image":"%s:latest","script":"%s","cpus":%d,"ram_gb":%d,"gpus":%d,"tags":%s,
                 "fields":{"maxlifespan":"%s"},"project":"%s","volumes":[%s],"held":%b}""".formatted(
                        name,
                        IMAGE,
                        script,
                        cpus,
                        ram,
                        gpus,
                        listed(tags),
                        life,
                        project,
                        climate("{\"name\":\"climate\"}"),
                        held);
    }

    private String goDocker(boolean held) {
        return """
                {"user":{"project":"%s"},"meta":{"name":"%s","tags":%s},"command":{"cmd":"%s"},
                 "container":{"image":"%s:latest","volumes":[%s]},
                 "requirements":{"cpu":%d,"ram":%d,"gpus":%d,"maxlifespan":"%s"},"status":{"primary":"%s"}}""".formatted(
                        project,
                        name,
                        listed(tags),
                        script,
                        IMAGE,
                        climate("{\"name\":\"climate\"}"),
                        cpus,
                        ram,
                        gpus,
                        life,
                        held ? "created" : "pending");
    }

    private String nds() {
        return """
                {"name":"%s","image_name":"%s","script":"%s","cpu":%d,"ram":%d,"max_time":"%s","project":"%s",
                 "data":[%s],"env":{"COLOR":"%s"}}""".formatted(name, IMAGE, script, cpus, ram, life, project, climate("\"climate\""), color);
    }

    private String climate(String word) {
        return climate ? word : "";
    }

    private static String listed(List<String> words) {
        return words.isEmpty() ? "[]" : "[\"" + String.join("\",\"", words) + "\"]";
    }

    /** All dialects show it as it was asked for. */
    void isShownIn(ThreeViews views, String owner, long id) {
        var own = views.own();
        var other = views.goDocker();
        var nds = views.nds();
        assertThat(own.get("id").longValue())
                .isEqualTo(id)
                .isEqualTo(other.get("id").longValue())
                .isEqualTo(nds.get("task").longValue());
        assertThat(own.get("name").textValue())
                .isEqualTo(name)
                .isEqualTo(other.at("/meta/name").textValue());
        assertThat(own.get("image").textValue())
                .isEqualTo(IMAGE + ":latest")
                .isEqualTo(other.at("/container/image").textValue())
                .isEqualTo(nds.get("image_name").textValue() + ":"
                        + nds.get("image_tag").textValue());
        assertThat(own.get("cpus").intValue())
                .isEqualTo(cpus)
                .isEqualTo(other.at("/requirements/cpu").intValue());
        assertThat(own.get("ram_gb").intValue())
                .isEqualTo(ram)
                .isEqualTo(other.at("/requirements/ram").intValue());
        assertThat(own.get("gpus").intValue())
                .isEqualTo(gpus)
                .isEqualTo(other.at("/requirements/gpus").intValue());
        assertThat(own.get("script").textValue())
                .isEqualTo(script)
                .isEqualTo(other.at("/command/cmd").textValue());
        assertThat(own.get("owner").textValue())
                .isEqualTo(owner)
                .isEqualTo(other.at("/user/id").textValue());
        assertThat(own.get("project").textValue())
                .isEqualTo(project)
                .isEqualTo(other.at("/user/project").textValue());
        assertThat(own.at("/fields/maxlifespan").textValue())
                .isEqualTo(life)
                .isEqualTo(other.at("/requirements/maxlifespan").textValue());
        assertThat(texts(own.path("tags"))).isEqualTo(tags).isEqualTo(texts(other.at("/meta/tags")));
        assertThat(other.at("/meta/description").textValue()).isEmpty();
        var data = climate ? List.of("climate") : List.<String>of();
        assertThat(own.path("volumes").findValuesAsText("name")).isEqualTo(data);
        assertThat(texts(nds.get("data"))).isEqualTo(data);
        assertThat(other.at("/container/volumes").findValuesAsText("name").stream()
                        .filter(it -> !it.equals("go-docker")))
                .containsExactlyElementsOf(data);
        if (climate) {
            assertThat(own.at("/volumes/0/mount").textValue())
                    .isEqualTo("/data/climate")
                    .isEqualTo(other.at("/container/volumes/0/mount").textValue());
            assertThat(own.at("/volumes/0/read_only").booleanValue()).isTrue();
            assertThat(other.at("/container/volumes/0/acl").textValue()).isEqualTo("ro");
        }
    }

    /** Its node is told the same. */
    void isToldTo(ContainerSpec spec) {
        assertThat(spec.image()).isEqualTo(IMAGE + ":latest");
        assertThat(spec.script()).isEqualTo(script);
        assertThat(spec.cpus()).isEqualTo(cpus);
        assertThat(spec.memoryBytes()).isEqualTo((long) ram << 30);
        assertThat(spec.gpus()).isEqualTo(gpus);
        assertThat(spec.mounts()).extracting(Mount::mount).isEqualTo(climate ? List.of("/data/climate") : List.of());
        if (dialect == Dialect.NDS) {
            assertThat(spec.environment()).containsEntry("COLOR", color);
        } else {
            assertThat(spec.environment()).doesNotContainKey("COLOR");
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }
}
