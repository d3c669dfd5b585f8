package dev.slipway.testkit;

import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Any;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The routes of the service under test as its resources declare them, also those that its description hides. */
public final class Routes {
    /** {@code {path:.*}}: the name counts, the expression does not. */
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\s*(\\w+)\\s*:[^}]*}");

    private Routes() {}

    /** All of them, each as {@code GET /path/{name}}. */
    public static SortedSet<String> all() {
        var routes = new TreeSet<String>();
        for (var bean : Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
            var resource = bean.getBeanClass();
            if (resource.isAnnotationPresent(Path.class)) {
                var root = resource.getAnnotation(Path.class).value();
                for (var method : resource.getDeclaredMethods()) {
                    verb(method).ifPresent(verb -> routes.add(verb + " " + path(root, method)));
                }
            }
        }
        return routes;
    }

    private static Optional<String> verb(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(it -> it.isAnnotationPresent(HttpMethod.class))
                .map(it -> it.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    private static String path(String root, Method method) {
        var own = method.isAnnotationPresent(Path.class)
                ? method.getAnnotation(Path.class).value()
                : "";
        var joined = own.isEmpty() ? root : (root + "/" + own).replaceAll("/+", "/");
        return EXPRESSION.matcher(joined).replaceAll("{$1}");
    }
}
