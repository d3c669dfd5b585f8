package dev.slipway.auth.project;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.ProjectEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class ProjectResourceTest {
    private static final String PROJECTS = "/api/v1/projects/";

    @Test
    void aProjectIsMadeAsTheAdministratorSaysAndTold() {
        var owner = Users.fresh();
        var member = Users.fresh();
        var id = SomeProject.freshId();
        make(Map.of(
                        "id",
                        id,
                        "description",
                        "Genomes",
                        "owner",
                        owner.login(),
                        "members",
                        List.of(member.login()),
                        "priority",
                        70,
                        "limits",
                        Map.of("time", 3600, "gpu", 2),
                        "volumes",
                        List.of(Map.of("name", "data", "path", "/srv/data", "read_only", false))))
                .statusCode(201)
                .header("Location", equalTo(PROJECTS + id))
                .body("id", equalTo(id))
                .body("description", equalTo("Genomes"))
                .body("owner", equalTo(owner.login()))
                .body("members", contains(member.login()))
                .body("priority", equalTo(70))
                .body("limits.time", equalTo(3600))
                .body("limits.cpu", equalTo(0))
                .body("limits.gpu", equalTo(2))
                .body("volumes[0].path", equalTo("/srv/data"))
                .body("volumes[0].mount", equalTo("/srv/data"))
                .body("volumes[0].read_only", equalTo(false))
                .body("version", equalTo(1));
        var told = told(id, 1);
        assertThat(told.owner()).isEqualTo(owner.login());
        assertThat(told.members()).containsExactly(member.login());
        assertThat(told.priority()).isEqualTo(70);
        assertThat(told.limits()).isEqualTo(new Limits(3600, 0, 0, 2, 0));
        assertThat(told.volumes()).containsExactly(new ProjectEvent.Volume("data", "/srv/data", "/srv/data", false));
    }

    @Test
    void membersComeAndGoAndTheirAccountsSaySoWithoutEndingTheirTokens() {
        var owner = Users.fresh();
        var member = Users.fresh();
        var id = SomeProject.of(owner.login());
        var token = member.token();
        for (int twice = 0; twice < 2; twice++) {
            owner.asks()
                    .put(PROJECTS + id + "/members/" + member.login())
                    .then()
                    .statusCode(200)
                    .body("members", contains(member.login()))
                    .body("version", equalTo(2));
        }
        account(member).body("projects", contains("default", id)).body("version", equalTo(1));
        toldOfAccount(member, List.of("default", id));
        given().auth()
                .oauth2(token)
                .delete(PROJECTS + id + "/members/" + member.login())
                .then()
                .statusCode(200)
                .body("members", empty());
        account(member).body("projects", contains("default")).body("version", equalTo(1));
        assertThat(told(id, 3).members()).isEmpty();
    }

    @Test
    void manyAtOnceJoinTwoProjectsAndNoneIsLost() throws Exception {
        var ids = List.of(SomeProject.of("admin"), SomeProject.of("admin"));
        var members = Stream.generate(Users::fresh).limit(8).toList();
        var token = Users.admin().token();
        var joins = new ArrayList<Callable<Integer>>();
        for (var member : members) {
            for (var id : ids) {
                joins.add(() -> given().auth()
                        .oauth2(token)
                        .put(PROJECTS + id + "/members/" + member.login())
                        .statusCode());
            }
        }
        Collections.shuffle(joins, new Random(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var joined : threads.invokeAll(joins)) {
                assertThat(joined.get()).isEqualTo(200);
            }
        }
        var logins = members.stream().map(User::login).sorted().toArray();
        for (var id : ids) {
            Users.admin().asks().get(PROJECTS + id).then().body("members", contains(logins));
        }
        for (var member : members) {
            account(member).body("projects", hasItems(ids.toArray()));
        }
    }

    @Test
    void whatIsAbsentInAChangeStays() {
        var owner = Users.fresh();
        var id = SomeProject.of(owner.login(), owner.login());
        change(owner, id, Map.of("priority", 10)).statusCode(200).body("members", contains(owner.login()));
        change(owner, id, Map.of("limits", Map.of("ram", 64)))
                .statusCode(200)
                .body("priority", equalTo(10))
                .body("limits.ram", equalTo(64));
        change(owner, id, Map.of("limits", Map.of("cpu", 8)))
                .body("limits.ram", equalTo(64))
                .body("limits.cpu", equalTo(8))
                .body("version", equalTo(4));
        change(owner, id, Map.of("priority", 10)).body("version", equalTo(4));
    }

    @Test
    void volumesAndOwnersAreForAdministrators() {
        var owner = Users.fresh();
        var id = SomeProject.of(owner.login());
        var volumes = Map.of("volumes", List.of(Map.of("name", "etc", "path", "/etc")));
        change(owner, id, volumes).statusCode(403);
        change(owner, id, Map.of("owner", "admin")).statusCode(403);
        change(Users.admin(), id, volumes).statusCode(200);
        change(owner, id, Map.of("volumes", List.of(Map.of("name", "etc", "path", "/etc")), "priority", 1))
                .statusCode(200)
                .body("priority", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc", "/", "/a/../b", "//a", "/a/", "/a/./b", "/a:b", "/a,b"})
    void aVolumeHasANormalisedAbsolutePath(String path) {
        for (var field : List.of("path", "mount")) {
            var volume = new HashMap<>(Map.of("name", "v", "path", "/srv"));
            volume.put(field, path);
            make(Map.of("id", SomeProject.freshId(), "volumes", List.of(volume)))
                    .statusCode(400)
                    .body("detail", startsWith("volumes." + field));
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        var id = SomeProject.freshId();
        make(Map.of("description", "no id")).statusCode(400).body("detail", startsWith("id"));
        make(Map.of("id", "a/b")).statusCode(400).body("detail", startsWith("id"));
        make(Map.of("id", id, "priority", 101)).statusCode(400).body("detail", startsWith("priority"));
        make(Map.of("id", id, "limits", Map.of("cpu", -1))).statusCode(400).body("detail", startsWith("limits.cpu"));
        make(Map.of("id", id, "owner", "nobody-there")).statusCode(400).body("detail", startsWith("owner"));
        make(Map.of("id", id, "members", List.of("nobody-there")))
                .statusCode(400)
                .body("detail", containsString("nobody-there"));
        make(Map.of("id", id, "members", List.of("Not A Login"))).statusCode(400);
        Users.admin().asks().get(PROJECTS + id).then().statusCode(404);
    }

    @Test
    void oneThatExistsIsAConflict() {
        var id = SomeProject.of("admin");
        make(Map.of("id", id)).statusCode(409);
        make(Map.of("id", "default")).statusCode(409);
    }

    @Test
    void everybodysProjectStaysAsItIs() {
        Users.fresh()
                .asks()
                .get(PROJECTS + "default")
                .then()
                .statusCode(200)
                .body("members", empty())
                .body("limits.time", equalTo(0));
        change(Users.admin(), "default", Map.of("priority", 1)).statusCode(409);
        Users.admin().asks().delete(PROJECTS + "default").then().statusCode(409);
        Users.admin().asks().put(PROJECTS + "default/members/admin").then().statusCode(409);
    }

    @Test
    void aStrangerSeesNothingWhetherItExistsOrNot() {
        var stranger = Users.fresh();
        var id = SomeProject.freshId();
        var before = stranger.asks()
                .header("X-Request-Id", "same")
                .get(PROJECTS + id)
                .asByteArray();
        make(Map.of("id", id)).statusCode(201);
        var after = stranger.asks().header("X-Request-Id", "same").get(PROJECTS + id);
        assertThat(after.statusCode()).isEqualTo(404);
        assertThat(after.asByteArray()).isEqualTo(before);
        change(stranger, id, Map.of("priority", 1)).statusCode(404);
        stranger.asks()
                .put(PROJECTS + id + "/members/" + stranger.login())
                .then()
                .statusCode(404);
        stranger.asks()
                .delete(PROJECTS + id + "/members/" + stranger.login())
                .then()
                .statusCode(404);
        stranger.asks().delete(PROJECTS + id).then().statusCode(403);
    }

    @Test
    void aMemberReadsAndDoesNotChange() {
        var member = Users.fresh();
        var id = SomeProject.of("admin", member.login());
        member.asks().get(PROJECTS + id).then().statusCode(200);
        change(member, id, Map.of("priority", 100)).statusCode(403);
        member.asks().put(PROJECTS + id + "/members/admin").then().statusCode(403);
    }

    @Test
    void aDeletedOneIsGoneAndOneMadeAgainGoesOnAboveIt() {
        var member = Users.fresh();
        var id = SomeProject.of("admin", member.login());
        Users.admin().asks().delete(PROJECTS + id).then().statusCode(200).body("id", equalTo(id));
        Users.admin().asks().get(PROJECTS + id).then().statusCode(404);
        account(member).body("projects", contains("default"));
        var gone = (ProjectEvent.Deleted) Kafka.await(
                ProjectEvent.TOPIC,
                ProjectEvent.class,
                it -> it instanceof ProjectEvent.Deleted && it.project().equals(id));
        assertThat(gone.version()).isEqualTo(2);
        make(Map.of("id", id)).statusCode(201).body("version", equalTo(3)).body("members", empty());
    }

    @Test
    void aListHasPagesByIdOfWhatOneMayRead() {
        var member = Users.fresh();
        var ids = List.of(
                SomeProject.of("admin", member.login()),
                SomeProject.of(member.login()),
                SomeProject.of("admin", member.login()));
        SomeProject.of("admin");
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            var page = member.asks()
                    .get("/api/v1/projects?limit=1&after=" + after)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("projects.id", String.class));
            after = page.getString("next");
        } while (after != null);
        assertThat(seen).contains("default").containsAll(ids).hasSize(4).isSorted();
        Users.admin()
                .asks()
                .get("/api/v1/projects?limit=1000")
                .then()
                .body("projects.id", hasItems(ids.toArray()))
                .body("$", not(hasKey("next")));
        member.asks().get("/api/v1/projects?limit=0").then().statusCode(400).body("detail", startsWith("limit"));
        member.asks().get("/api/v1/projects?after=a/b").then().statusCode(400).body("detail", startsWith("after"));
    }

    private static ValidatableResponse make(Map<String, ?> body) {
        return Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/projects")
                .then();
    }

    private static ValidatableResponse change(User who, String id, Map<String, ?> body) {
        return who.asks()
                .contentType(ContentType.JSON)
                .body(body)
                .patch(PROJECTS + id)
                .then();
    }

    private static ValidatableResponse account(User user) {
        return user.asks().get("/api/v1/accounts/" + user.login()).then();
    }

    private static ProjectEvent.Changed told(String id, long version) {
        return (ProjectEvent.Changed) Kafka.await(
                ProjectEvent.TOPIC,
                ProjectEvent.class,
                it -> it instanceof ProjectEvent.Changed now && now.project().equals(id) && now.version() == version);
    }

    private static void toldOfAccount(User user, List<String> projects) {
        Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Changed now
                        && now.account().equals(user.login())
                        && now.projects().equals(projects));
    }
}
