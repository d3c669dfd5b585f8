package dev.slipway.auth.dialect.godocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.auth.project.SomeProject;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class GoDockerProjectResourceTest {
    private static final String EXACTLY = "application/json; charset=UTF-8";

    @Test
    void case88_everybodysProjectComesFirstThenTheOwnOnes() {
        var user = Users.fresh();
        var id = SomeProject.of("admin", user.login());
        SomeProject.of("admin");
        user.asks()
                .get("/api/1.0/user/" + user.login() + "/project")
                .then()
                .statusCode(200)
                .header("Content-Type", EXACTLY)
                .body("id", contains("default", id))
                .body("[0].prio", equalTo(50))
                .body("[1].description", equalTo(""))
                .body("[1].members", contains(user.login()))
                .body("[1].prio", equalTo(50))
                .body("[1].quota_time", equalTo(0))
                .body("[1].quota_cpu", equalTo(0))
                .body("[1].quota_ram", equalTo(0))
                .body("[1].quota_gpu", equalTo(0))
                .body("[1].volumes", empty());
        Users.admin()
                .asks()
                .get("/api/1.0/user/" + user.login() + "/project")
                .then()
                .statusCode(200)
                .body("id", contains("default", id));
        Users.fresh()
                .asks()
                .get("/api/1.0/user/" + user.login() + "/project")
                .then()
                .statusCode(403);
        Users.admin().asks().get("/api/1.0/user/nobody-there/project").then().statusCode(404);
    }

    @Test
    void case89_aProjectMadeWithoutVolumesHasNone() {
        var id = SomeProject.freshId();
        post(
                        Users.admin(),
                        "",
                        Map.of(
                                "id",
                                id,
                                "description",
                                "d",
                                "members",
                                List.of(),
                                "prio",
                                60,
                                "quota_cpu",
                                1,
                                "quota_ram",
                                2,
                                "quota_time",
                                3))
                .statusCode(200)
                .header("Content-Type", EXACTLY)
                .body("id", equalTo(id));
        Users.admin()
                .asks()
                .get("/api/1.0/project/" + id)
                .then()
                .statusCode(200)
                .body("volumes", empty())
                .body("members", empty())
                .body("prio", equalTo(60))
                .body("quota_cpu", equalTo(1))
                .body("quota_ram", equalTo(2))
                .body("quota_time", equalTo(3))
                .body("owner", equalTo("admin"));
        post(Users.admin(), "", Map.of("id", id)).statusCode(409);
        post(Users.fresh(), "", Map.of("id", SomeProject.freshId())).statusCode(403);
    }

    @Test
    void case90_oneMoreMemberInTheFetchedDocumentIsOneInTheAccountsEventToo() {
        var owner = Users.fresh();
        var member = Users.fresh();
        var id = SomeProject.of(owner.login(), owner.login());
        var document = document(owner, id);
        var members = new ArrayList<>(List.of(owner.login(), member.login()));
        document.put("members", members);
        post(owner, "/" + id, document)
                .statusCode(200)
                .body("members", contains(members.stream().sorted().toArray()));
        Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Changed now
                        && now.account().equals(member.login())
                        && now.projects().equals(List.of("default", id))
                        && now.version() == 1);
    }

    @Test
    void nullMembersStayAsTheyAre() {
        var id = SomeProject.of("admin", "admin");
        var nulls = new HashMap<String, Object>();
        for (var field :
                List.of("id", "description", "members", "prio", "quota_time", "quota_cpu", "quota_ram", "volumes")) {
            nulls.put(field, null);
        }
        nulls.put("prio", 7);
        post(Users.admin(), "/" + id, nulls)
                .statusCode(200)
                .body("prio", equalTo(7))
                .body("members", contains("admin"));
    }

    @Test
    void volumesAreForAdministrators() {
        var owner = Users.fresh();
        var id = SomeProject.of(owner.login());
        var volume = new HashMap<String, Object>(Map.of("name", "db", "path", "/srv/db", "acl", "rw"));
        volume.put("mount", null);
        var document = document(owner, id);
        document.put("volumes", List.of(volume));
        post(owner, "/" + id, document).statusCode(403);
        post(Users.admin(), "/" + id, document)
                .statusCode(200)
                .body("volumes", hasSize(1))
                .body("volumes[0].name", equalTo("db"))
                .body("volumes[0].path", equalTo("/srv/db"))
                .body("volumes[0].mount", equalTo("/srv/db"))
                .body("volumes[0].acl", equalTo("rw"));
        post(owner, "/" + id, document(owner, id)).statusCode(200);
        volume.put("acl", "rwx");
        post(Users.admin(), "/" + id, document).statusCode(400).body("msg", startsWith("volumes.acl"));
    }

    @Test
    void theListIsWhatOneMayChange() {
        var owner = Users.fresh();
        var id = SomeProject.of(owner.login());
        var foreign = SomeProject.of("admin", owner.login());
        owner.asks().get("/api/1.0/project").then().statusCode(200).body("id", contains(id));
        Users.admin()
                .asks()
                .get("/api/1.0/project")
                .then()
                .statusCode(200)
                .body("id", hasItem(id))
                .body("id", hasItem(foreign));
    }

    @Test
    void strangersAreForbiddenAndUnknownOnesNotFound() {
        var stranger = Users.fresh();
        var id = SomeProject.of("admin");
        stranger.asks().get("/api/1.0/project/" + id).then().statusCode(403);
        post(stranger, "/" + id, Map.of("prio", 1)).statusCode(403);
        stranger.asks().delete("/api/1.0/project/" + id).then().statusCode(403);
        stranger.asks().get("/api/1.0/project/unknown").then().statusCode(404);
        post(stranger, "/unknown", Map.of("prio", 1)).statusCode(404);
        Users.admin().asks().delete("/api/1.0/project/unknown").then().statusCode(404);
    }

    @Test
    void aProjectIsDeletedButNotEverybodys() {
        var id = SomeProject.of("admin", "admin");
        Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .delete("/api/1.0/project/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        Users.admin().asks().get("/api/1.0/project").then().body("id", not(hasItem(id)));
        Users.admin()
                .asks()
                .delete("/api/1.0/project/default")
                .then()
                .statusCode(409)
                .body("msg", startsWith("The project default"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> document(User who, String id) {
        var document = new HashMap<String, Object>(
                who.asks().get("/api/1.0/project/" + id).as(Map.class));
        assertThat(document).containsEntry("id", id);
        return document;
    }

    private static ValidatableResponse post(User who, String path, Map<String, ?> body) {
        return who.asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/1.0/project" + path)
                .then();
    }
}
