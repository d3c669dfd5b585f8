package dev.slipway.auth.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.auth.project.SomeProject;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The calls of the command line client, as godocker.md section 6.2 lists them: it authenticates before each command, posts JSON
 * without looking at types, formats numbers and texts without looking for null, and sends whole documents back.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class CommandLineTest {
    private static final String API = "/api/1.0";

    /** One command: it logs in, then asks. */
    private record Client(User user) {
        String auth() {
            return given().header("Content-type", "application/json")
                    .body(Map.of("user", user.login(), "apikey", user.key()))
                    .post(API + "/authenticate")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("token");
        }

        /** GET and DELETE carry no content type and no Accept. */
        Response ask(String token, String method, String path) {
            return checked(given().header("Authorization", "Bearer " + token).request(method, API + path));
        }

        Response send(String token, String method, String path, Object document) {
            return checked(given().header("Authorization", "Bearer " + token)
                    .header("Content-type", "application/json")
                    .body(document)
                    .request(method, API + path));
        }

        private static Response checked(Response answer) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
            return answer;
        }
    }

    @Test
    void godlogin() {
        var token = new Client(Users.fresh()).auth();
        assertThat(token).isNotEmpty().matches("[ -~]+");
    }

    @Test
    void everyGodjobCommandFirstAsksForTheProjectsToChooseFrom() {
        var user = Users.fresh();
        var client = new Client(user);
        var mine = SomeProject.of("admin", user.login());
        var projects = client.ask(client.auth(), "GET", "/user/" + user.login() + "/project")
                .jsonPath()
                .<Map<String, Object>>getList("$");
        assertThat(projects.getFirst()).containsEntry("id", "default");
        projects.forEach(CommandLineTest::isAProject);
        assertThat(projects).extracting(it -> it.get("id")).containsExactly("default", mine);
    }

    @Test
    void goduserShow() {
        var user = Users.fresh();
        var client = new Client(user);
        var token = client.auth();
        var document = document(client.ask(token, "GET", "/user/" + user.login()));
        isAUser(document);
        assertThat(credentials(document)).containsEntry("apikey", user.key());
        client.ask(token, "GET", "/user/" + user.login() + "/project");
    }

    @Test
    void goduserList() {
        var client = new Client(Users.admin());
        Users.fresh();
        var users = client.ask(client.auth(), "GET", "/user").jsonPath().<Map<String, Object>>getList("$");
        assertThat(users).hasSizeGreaterThan(1);
        users.forEach(CommandLineTest::isAUser);
    }

    @Test
    void goduserUpdateSendsTheWholeDocumentBack() {
        var user = Users.fresh();
        var client = new Client(Users.admin());
        var token = client.auth();
        var document = document(client.ask(token, "GET", "/user/" + user.login()));
        usage(document).put("prio", 70);
        usage(document).put("quota_time", 86400);
        usage(document).put("quota_cpu", 100);
        usage(document).put("quota_ram", 200);
        isAUser(document(client.send(token, "PUT", "/user/" + user.login(), document)));
        var now = document(client.ask(client.auth(), "GET", "/user/" + user.login()));
        assertThat(usage(now))
                .containsEntry("prio", 70)
                .containsEntry("quota_time", 86400)
                .containsEntry("quota_cpu", 100)
                .containsEntry("quota_ram", 200);
        now.remove("usage");
        document.remove("usage");
        assertThat(now).isEqualTo(document);
    }

    @Test
    void goduserRemove() {
        var user = Users.fresh();
        var client = new Client(Users.admin());
        var token = client.auth();
        client.ask(token, "DELETE", "/user/" + user.login());
        assertThat(given().auth()
                        .oauth2(token)
                        .get(API + "/user/" + user.login())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void godprojectCreateAddMemberVolumeUpdateDeleteMemberAndDelete() {
        var member = Users.fresh();
        var client = new Client(Users.admin());
        var id = SomeProject.freshId();
        client.send(
                client.auth(),
                "POST",
                "/project",
                Map.of(
                        "id",
                        id,
                        "description",
                        "a project",
                        "members",
                        List.of("admin"),
                        "prio",
                        50,
                        "quota_cpu",
                        0,
                        "quota_ram",
                        0,
                        "quota_time",
                        0));

        var token = client.auth();
        var project = document(client.ask(token, "GET", "/project/" + id));
        isAProject(project);
        members(project).add(member.login());
        client.send(token, "POST", "/project/" + id, project);

        token = client.auth();
        project = document(client.ask(token, "GET", "/project/" + id));
        assertThat(members(project)).contains("admin", member.login());
        volumes(project).add(Map.of("name", "db", "path", "/srv/db", "mount", "/db", "acl", "ro"));
        client.send(token, "POST", "/project/" + id, project);

        token = client.auth();
        project = document(client.ask(token, "GET", "/project/" + id));
        assertThat(volumes(project))
                .isEqualTo(List.of(Map.of("name", "db", "path", "/srv/db", "mount", "/db", "acl", "ro")));
        project.put("prio", 90);
        project.put("quota_time", 3600);
        client.send(token, "POST", "/project/" + id, project);

        token = client.auth();
        project = document(client.ask(token, "GET", "/project/" + id));
        assertThat(project).containsEntry("prio", 90).containsEntry("quota_time", 3600);
        members(project).remove(member.login());
        client.send(token, "POST", "/project/" + id, project);
        assertThat(members(document(client.ask(client.auth(), "GET", "/project/" + id))))
                .containsExactly("admin");

        token = client.auth();
        client.ask(token, "GET", "/project/" + id);
        client.ask(token, "DELETE", "/project/" + id);
        assertThat(given().auth().oauth2(token).get(API + "/project/" + id).statusCode())
                .isEqualTo(404);
    }

    @Test
    void godprojectShow() {
        var user = Users.fresh();
        var id = SomeProject.of("admin", user.login());
        var client = new Client(user);
        var token = client.auth();
        assertThat(document(client.ask(token, "GET", "/user/" + user.login()))).containsEntry("admin", false);
        var projects = client.ask(token, "GET", "/user/" + user.login() + "/project")
                .jsonPath()
                .<Map<String, Object>>getList("$");
        assertThat(projects).anySatisfy(it -> assertThat(it).containsEntry("id", id));
        var admin = new Client(Users.admin());
        token = admin.auth();
        assertThat(document(admin.ask(token, "GET", "/user/admin"))).containsEntry("admin", true);
        isAProject(document(admin.ask(token, "GET", "/project/" + id)));
    }

    @Test
    void godprojectListall() {
        var id = SomeProject.of("admin");
        var client = new Client(Users.admin());
        var projects = client.ask(client.auth(), "GET", "/project").jsonPath().<Map<String, Object>>getList("$");
        projects.forEach(CommandLineTest::isAProject);
        assertThat(projects).extracting(it -> it.get("id")).contains("default", id);
    }

    /** What goduser and godjob read, with the types they format. */
    private static void isAUser(Map<String, Object> user) {
        assertThat(user.get("id")).isInstanceOf(String.class);
        assertThat(user.get("uid")).isInstanceOf(Integer.class);
        assertThat(user.get("gid")).isInstanceOf(Integer.class);
        assertThat(user.get("email")).isInstanceOf(String.class);
        assertThat(user.get("homeDirectory")).isInstanceOf(String.class);
        assertThat(user.get("admin")).isInstanceOf(Boolean.class);
        assertThat(credentials(user).get("apikey")).isInstanceOf(String.class);
        assertThat(credentials(user).get("public")).isInstanceOf(String.class);
        for (var field : List.of("prio", "quota_time", "quota_cpu", "quota_ram", "quota_gpu")) {
            assertThat(usage(user).get(field)).as(field).isInstanceOf(Number.class);
        }
    }

    private static void isAProject(Map<String, Object> project) {
        assertThat(project.get("id")).isInstanceOf(String.class);
        assertThat(project.get("description")).isInstanceOf(String.class);
        for (var field : List.of("prio", "quota_time", "quota_cpu", "quota_ram", "quota_gpu")) {
            assertThat(project.get(field)).as(field).isInstanceOf(Number.class);
        }
        assertThat(project.get("members")).isInstanceOf(List.class);
        assertThat(project.get("volumes")).isInstanceOf(List.class);
    }

    private static Map<String, Object> document(Response answer) {
        return answer.jsonPath().getMap("$");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> credentials(Map<String, Object> user) {
        return (Map<String, Object>) user.get("credentials");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> usage(Map<String, Object> user) {
        return (Map<String, Object>) user.get("usage");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> members(Map<String, Object> project) {
        return (List<Object>) project.computeIfPresent("members", (_, it) -> new ArrayList<>((List<Object>) it));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> volumes(Map<String, Object> project) {
        return (List<Object>) project.computeIfPresent("volumes", (_, it) -> new ArrayList<>((List<Object>) it));
    }
}
