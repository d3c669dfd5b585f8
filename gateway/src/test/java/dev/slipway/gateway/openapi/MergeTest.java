package dev.slipway.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.gateway.route.RouteTables;
import dev.slipway.gateway.route.Service;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergeTest {
    private final Merge merge = new Merge(RouteTables.of(
            Map.of("/tasks/**", Service.TASK, "/tasks/*/logs", Service.STORAGE, "/files/**", Service.STORAGE)));

    @Test
    void takesOnlyWhatIsRoutedToTheService() throws IOException {
        merge.add(Service.TASK, json("""
                {"paths":{"/tasks/{id}":{"get":{}},"/tasks/{id}/logs":{"get":{"wrong":true}},"/internal/tasks/{id}":{"get":{}}}}"""));
        merge.add(Service.STORAGE, json("""
                {"paths":{"/tasks/{id}/logs":{"get":{"right":true}},"/q/x":{"get":{}}}}"""));
        assertThat(merge.result().path("paths")).isEqualTo(json("""
                {"/tasks/{id}":{"get":{}},"/tasks/{id}/logs":{"get":{"right":true}}}"""));
    }

    @Test
    void keepsTwoThingsOfOneNameApart() throws IOException {
        merge.add(Service.TASK, json("""
                {"components":{"schemas":{"Page":{"type":"string"},"Same":{"type":"object"}}}}"""));
        merge.add(Service.STORAGE, json("""
                {"paths":{"/files":{"get":{"schema":{"$ref":"#/components/schemas/Page"}}}},
                 "components":{"schemas":{"Page":{"type":"array"},"Same":{"type":"object"},
                   "Book":{"items":[{"$ref":"#/components/schemas/Page"}]}}}}"""));
        assertThat(merge.result().path("components")).isEqualTo(json("""
                {"schemas":{"Page":{"type":"string"},"Same":{"type":"object"},"storage-service.Page":{"type":"array"},
                 "Book":{"items":[{"$ref":"#/components/schemas/storage-service.Page"}]}}}"""));
        assertThat(merge.result().at("/paths/~1files/get/schema/$ref").asText())
                .isEqualTo("#/components/schemas/storage-service.Page");
    }

    @Test
    void namesEachTagOnceAndWhoIsMissing() throws IOException {
        merge.add(Service.TASK, json("{\"tags\":[{\"name\":\"Tasks\"}]}"));
        merge.add(
                Service.STORAGE, json("{\"tags\":[{\"name\":\"Tasks\",\"description\":\"x\"},{\"name\":\"Files\"}]}"));
        merge.missing(Service.NODE);
        assertThat(merge.result().path("tags")).isEqualTo(json("[{\"name\":\"Tasks\"},{\"name\":\"Files\"}]"));
        assertThat(merge.result().path("x-missing")).isEqualTo(json("[\"node-service\"]"));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
