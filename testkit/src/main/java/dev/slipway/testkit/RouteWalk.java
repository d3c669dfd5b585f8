package dev.slipway.testkit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every route of a service, asked for somebody's things by nobody, by another user, by a mate of the owner's project and by an
 * administrator, in this order. A route that is not in the table fails: what it answers to whom is decided there first.
 */
public final class RouteWalk {
    /** Somebody's things, and who asks for them. */
    public interface Scene {
        /** A request of an account that has nothing to do with the owner. */
        RequestSpecification stranger();

        /** A request of a member of the owner's project. */
        RequestSpecification mate();

        /** A request of an administrator. */
        RequestSpecification admin();

        /** What the names in braces stand for, in the path and in the body of this route. */
        Map<String, String> names(String route);
    }

    /** What a route answers to each of them, and the body it is asked with; empty for none. */
    private record Expected(int nobody, int stranger, int mate, int admin, String body) {}

    private static final int NOT_FOUND = 404;

    private final Map<String, Expected> table = new TreeMap<>();

    /** A route that is asked without a body. */
    public RouteWalk route(String route, int nobody, int stranger, int mate, int admin) {
        return route(route, nobody, stranger, mate, admin, "");
    }

    /** A route and its body: JSON in single quotes. */
    public RouteWalk route(String route, int nobody, int stranger, int mate, int admin, String body) {
        if (table.put(route, new Expected(nobody, stranger, mate, admin, body)) != null) {
            throw new IllegalArgumentException("Twice in the table: " + route);
        }
        return this;
    }

    /** One for the table, and one for each route with a scene of its own. */
    public List<DynamicTest> tests(Supplier<? extends Scene> scenes) {
        var tests = new ArrayList<DynamicTest>();
        tests.add(dynamicTest(
                "the table has every route and no other",
                () -> assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(Routes.all())));
        table.forEach((route, it) -> tests.add(dynamicTest(route, () -> walk(route, it, scenes.get()))));
        return tests;
    }

    private static void walk(String route, Expected expected, Scene scene) {
        assertThat(List.of(
                        ask(given(), route, expected, scene).statusCode(),
                        ask(scene.stranger(), route, expected, scene).statusCode(),
                        ask(scene.mate(), route, expected, scene).statusCode(),
                        ask(scene.admin(), route, expected, scene).statusCode()))
                .as("nobody, another user, a mate of the project, an administrator")
                .containsExactly(expected.nobody, expected.stranger, expected.mate, expected.admin);
    }

    /**
     * One for each route that hides others' things behind a 404: to a stranger it says of what is there exactly what it says
     * of what never was.
     */
    public List<DynamicTest> hidden(Supplier<? extends Scene> there, Supplier<? extends Scene> never) {
        return table.entrySet().stream()
                .filter(it -> it.getValue().stranger == NOT_FOUND)
                .map(it ->
                        dynamicTest(it.getKey(), () -> compare(it.getKey(), it.getValue(), there.get(), never.get())))
                .toList();
    }

    private static void compare(String route, Expected expected, Scene there, Scene never) {
        var found = ask(there.stranger(), route, expected, there);
        var none = ask(never.stranger(), route, expected, never);
        assertThat(found.statusCode()).isEqualTo(NOT_FOUND);
        assertThat(none.statusCode()).isEqualTo(NOT_FOUND);
        assertThat(found.contentType()).isEqualTo(none.contentType());
        assertThat(hide(found.asString(), there.names(route))).isEqualTo(hide(none.asString(), never.names(route)));
    }

    private static Response ask(RequestSpecification who, String route, Expected expected, Scene scene) {
        var names = scene.names(route);
        var parts = fill(route, names).split(" ", 2);
        var request = who.header("X-Request-Id", "the-same");
        if (!expected.body.isEmpty()) {
            request.contentType(ContentType.JSON).body(fill(expected.body.replace('\'', '"'), names));
        }
        return request.request(parts[0], parts[1]);
    }

    private static String fill(String text, Map<String, String> names) {
        var filled = text;
        for (var name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    /** What only differs by what was asked for is the same. */
    private static String hide(String answer, Map<String, String> names) {
        var longestFirst = names.entrySet().stream()
                .filter(it -> !it.getValue().isEmpty())
                .sorted(Comparator.comparingInt(it -> -it.getValue().length()))
                .toList();
        var hidden = answer;
        for (var name : longestFirst) {
            var word = "(?<!\\w)" + Pattern.quote(name.getValue()) + "(?!\\w)";
            hidden = hidden.replaceAll(word, Matcher.quoteReplacement("{" + name.getKey() + "}"));
        }
        return hidden;
    }
}
