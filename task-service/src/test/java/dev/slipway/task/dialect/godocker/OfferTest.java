package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.document;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.ProjectEvent;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images and volumes as they are configured, and those of projects: what is shown is what can be asked for. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(OfferTest.Shaped.class)
class OfferTest {
    /** One more image and no others, and folders for everybody, for the owner and for a project. */
    public static class Shaped implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("slipway.task.images.centos.url", "centos:7"),
                    Map.entry("slipway.task.images.centos.interactive", "true"),
                    Map.entry("slipway.task.allow-user-images", "false"),
                    Map.entry("slipway.task.default-cpus", "2"),
                    Map.entry("slipway.task.default-ram-gb", "3"),
                    Map.entry("slipway.task.volumes.scratch.path", "/srv/scratch/$USERID"),
                    Map.entry("slipway.task.volumes.scratch.mount", "/scratch"),
                    Map.entry("slipway.task.volumes.scratch.writable", "true"),
                    Map.entry("slipway.task.volumes.atlas.path", "/srv/atlas"),
                    Map.entry("slipway.task.volumes.closed.path", "/srv/closed"),
                    Map.entry("slipway.task.volumes.closed.projects", "somebody-elses"),
                    Map.entry("slipway.task.data.climate.path", "/srv/data/climate"));
        }
    }

    @BeforeEach
    void accounts() {
        Accounts.announce("vera", 4821, List.of("verse"));
        Accounts.announce("admin", 4822);
        Kafka.publish(new ProjectEvent.Changed(
                "verse",
                "",
                "vera",
                List.of("vera"),
                50,
                Limits.NONE,
                List.of(new ProjectEvent.Volume("shelf", "/srv/shelf", "/shelf", false)),
                1,
                Instant.now()));
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        as("vera").delete("/api/1.0/user/vera/task").then().statusCode(200);
    }

    private static String with(String volumes) {
        return task("").replace("\"volumes\":[]", "\"volumes\":" + volumes);
    }

    private static List<String> volumes(long id) {
        return document("vera", id).<Map<String, Object>>getList("container.volumes").stream()
                .map(it -> "%s %s %s %s".formatted(it.get("name"), it.get("acl"), it.get("path"), it.get("mount")))
                .toList();
    }

    @Test
    void theConfigurationShowsWhatIsOfferedToAll() {
        var config = given().get("/api/1.0/config").then().statusCode(200).extract();
        assertThat(config.jsonPath().<Map<String, Object>>getList("images"))
                .containsExactly(
                        Map.of("name", "base", "url", "slipway/base:latest", "interactive", false, "default", true),
                        Map.of("name", "centos", "url", "centos:7", "interactive", true, "default", false));
        assertThat(config.jsonPath().getBoolean("allow_user_images")).isFalse();
        assertThat(config.jsonPath().getInt("defaults_cpu")).isEqualTo(2);
        assertThat(config.jsonPath().getInt("defaults_ram")).isEqualTo(3);
        assertThat(config.jsonPath().getList("volumes.name")).containsExactly("home", "climate", "atlas", "scratch");
        assertThat(config.jsonPath().getList("volumes.acl")).containsExactly("rw", "ro", "ro", "rw");
        assertThat(config.asString()).doesNotContain("/srv/scratch");
        assertThat(given().get("/api/1.0/image").jsonPath().getMap("$"))
                .containsKeys("centos:7", "slipway/base:latest");
    }

    @Test
    void volumesAreFoundByNameAndNoMoreMayBeDoneThanIsOffered() {
        var id = submit(
                "vera",
                with(
                        "[{\"name\":\"scratch\"},{\"name\":\"atlas\",\"acl\":\"rw\"},{\"name\":\"climate\"},{\"name\":\"closed\"},{\"name\":\"nope\"}]"));
        assertThat(volumes(id))
                .containsExactly(
                        "scratch rw /srv/scratch/vera /scratch",
                        "atlas ro /srv/atlas /srv/atlas",
                        "climate ro /srv/data/climate /data/climate");
        var reading = submit("vera", with("[{\"name\":\"scratch\",\"acl\":\"ro\"}]"));
        assertThat(volumes(reading)).containsExactly("scratch ro /srv/scratch/vera /scratch");
    }

    @Test
    void theVolumesOfAProjectAreForItsTasks() {
        var shelf = with("[{\"name\":\"shelf\"}]");
        assertThat(volumes(submit("vera", shelf))).isEmpty();
        eventually(() -> {
            var id = submit("vera", shelf.replaceFirst("\\{", "{\"user\":{\"project\":\"verse\"},"));
            assertThat(volumes(id)).containsExactly("shelf rw /srv/shelf /shelf");
        });
    }

    @Test
    void whoDoesNotSayHowMuchGetsWhatIsConfigured() {
        var own = as("vera")
                .body("{\"image\":\"centos:7\",\"script\":\"true\"}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .body("cpus", equalTo(2))
                .body("ram_gb", equalTo(3))
                .extract()
                .jsonPath()
                .getLong("id");
        assertThat(document("vera", own).getInt("requirements.ram")).isEqualTo(3);
        long job = given().header("Authorization", "Bearer " + Tokens.user("vera"))
                .formParam("script", "true")
                .formParam("image_name", "centos")
                .formParam("image_tag", "7")
                .post("/upload")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("task");
        assertThat(document("vera", job).getInt("requirements.cpu")).isEqualTo(2);
    }

    @Test
    void imagesThatAreNotOfferedAreForAdministrators() {
        var other = task("").replace("slipway/base:latest", "centos:8");
        as("vera").body(other).post(TASK).then().statusCode(403).body("msg", startsWith("container.image: "));
        as("vera").get(TASK + "/active").then().statusCode(200).body("size()", equalTo(0));
        given().header("Authorization", "Bearer " + Tokens.user("vera"))
                .formParam("script", "true")
                .formParam("image_name", "centos")
                .formParam("image_tag", "8")
                .post("/upload")
                .then()
                .statusCode(422)
                .body("code", equalTo("nds.image_not_allowed"))
                .body("error", startsWith("image_name: "));
        submit("vera", other.replace("centos:8", "centos:7"));
        long id = asAdmin()
                .body(other)
                .post(TASK)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("id");
        asAdmin().delete(TASK + "/" + id).then().statusCode(200);
    }
}
