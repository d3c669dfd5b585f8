package dev.slipway.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final GatewayConfig CONFIG = configured();
    private static final RouteTable ROUTES = new RouteTable(CONFIG.routes());

    @ParameterizedTest
    @CsvSource({
        "/api/1.0/authenticate, AUTH",
        "/api/1.0/user, AUTH",
        "/api/1.0/user/, AUTH",
        "/api/1.0/user/alice, AUTH",
        "/api/1.0/user/alice/apikey, AUTH",
        "/api/1.0/user/alice/project, AUTH",
        "/api/1.0/user/alice/apps/t1, AUTH",
        "/api/1.0/user/task, AUTH",
        "/api/1.0/user/alice/task, TASK",
        "/api/1.0/user/alice/usage, TASK",
        "/api/1.0/user/alice/billing/2026/11, TASK",
        "/api/1.0/user/alice/files, STORAGE",
        "/api/1.0/user/alice/files/, STORAGE",
        "/api/1.0/user/alice/files/a/b.txt, STORAGE",
        "/api/1.0/app/t1, AUTH",
        "/api/1.0/guest/status, AUTH",
        "/api/1.0/project, AUTH",
        "/api/1.0/project/lab, AUTH",
        "/api/1.0/project/lab/usage, TASK",
        "/api/1.0/project/lab/quota, TASK",
        "/api/1.0/project/lab/billing/2026/11, TASK",
        "/api/1.0/task, TASK",
        "/api/1.0/task/42, TASK",
        "/api/1.0/task/42/status, TASK",
        "/api/1.0/task/active/all, TASK",
        "/api/1.0/task/over/0/0, TASK",
        "/api/1.0/task/over/all/0/0, TASK",
        "/api/1.0/task/status/pending/count, TASK",
        "/api/1.0/task/42/share, TASK",
        "/api/1.0/task/42/monitor, NODE",
        "/api/1.0/task/42/files/, STORAGE",
        "/api/1.0/task/42/files/sub/god.log, STORAGE",
        "/api/1.0/task/42/share/abc/files/god.log, STORAGE",
        "/api/1.0/task/42/share/abc, TASK",
        "/api/1.0/archive/30, TASK",
        "/api/1.0/image, TASK",
        "/api/1.0/image/lab/r-base:4, TASK",
        "/api/1.0/marketplace/recipe/align, TASK",
        "/api/1.0/config, TASK",
        "/api/1.0/prometheus, TASK",
        "/admin/maintenance, TASK",
        "/admin/maintenance/n1/on, TASK",
        "/api/1.0/usage, NODE",
        "/api/1.0/ping, GATEWAY",
        "/api/v1/accounts/alice, AUTH",
        "/api/v1/projects, AUTH",
        "/api/v1/tokens, AUTH",
        "/api/v1/audit, AUTH",
        "/api/v1/tasks, TASK",
        "/api/v1/tasks/42, TASK",
        "/api/v1/tasks/42/logs, STORAGE",
        "/api/v1/tasks/42/files/out.txt, STORAGE",
        "/api/v1/tasks/42/cancel, TASK",
        "/api/v1/queue, TASK",
        "/api/v1/usage, TASK",
        "/api/v1/recipes/1, TASK",
        "/api/v1/runners/7/stop, RUNNER",
        "/api/v1/images, RUNNER",
        "/api/v1/nodes/n1, NODE",
        "/api/v1/containers, NODE",
        "/api/v1/files/a, STORAGE",
        "/api/v1/logs, STORAGE",
        "/api/v1/data/set/1, STORAGE",
        "/api/v1/events, GATEWAY",
        "/upload, TASK",
        "/list_container, NODE",
        "/stop, NODE",
        "/info, NODE",
        "/diff, NODE",
        "/metric, NODE",
        "/stdout, STORAGE",
        "/list_data, STORAGE",
        "/download, STORAGE",
        "/list_images, RUNNER",
        "/nds/upload, TASK",
        "/nds/containers/c1, NODE",
        "/start-runner, RUNNER",
        "/describe-runner-containers, RUNNER",
        "/send-email, RUNNER",
        "/geonex/runners/7/stop, RUNNER",
        "/geonex/describe-users, AUTH",
        "/describe-users, AUTH",
        "/register-user, AUTH",
        "/get-s3-usage, STORAGE",
        "/nodes/n1/containers/c1/processes, NODE",
        "/storageclusters/s, NODE",
        "/vdisks, NODE",
        "/runs/3, NODE",
        "/v1/oauth/token, AUTH",
        "/ga4gh/tes/v1/service-info, TASK",
        "/ga4gh/tes/v1/tasks/42:cancel, TASK",
        "/.well-known/jwks.json, AUTH",
        "/, GATEWAY",
        "/health, GATEWAY",
        "/metrics, GATEWAY",
        "/openapi, GATEWAY",
        "/openapi/ui/, GATEWAY",
        "/q/health/ready, GATEWAY"
    })
    void knowsWhoAnswers(String path, Service service) {
        assertThat(ROUTES.find(path)).contains(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal",
                "/internal/service-token",
                "/internal/tasks/1",
                "/api/1.0",
                "/api/1.0/",
                "/api/1.0/tasks",
                "/api/1.0/internal",
                "/api/v1",
                "/api/v1/taskss",
                "/api",
                "/uploads",
                "/metric/x",
                "/.well-known",
                "/ga4gh/tes",
                "/v1",
                "//",
                "/favicon.ico"
            })
    void knowsNobodyForTheRest(String path) {
        assertThat(ROUTES.find(path)).isEmpty();
    }

    @Test
    void goesBackWhenTheMostSpecificWayEndsNowhere() {
        var routes = new RouteTable(Map.of("/a/b/c", Service.AUTH, "/a/*/d", Service.TASK, "/a/**", Service.NODE));
        assertThat(routes.find("/a/b/c")).contains(Service.AUTH);
        assertThat(routes.find("/a/b/d")).contains(Service.TASK);
        assertThat(routes.find("/a/b/e")).contains(Service.NODE);
        assertThat(routes.find("/a")).contains(Service.NODE);
    }

    @Test
    void refusesPatternsThatMeanNothing() {
        assertThatThrownBy(() -> new RouteTable(Map.of("a", Service.AUTH))).hasMessageContaining("a");
        assertThatThrownBy(() -> new RouteTable(Map.of("/a/**/b", Service.AUTH)))
                .hasMessageContaining("/a/**/b");
    }

    @Test
    void hasItsDefaults() {
        assertThat(CONFIG.silence()).isEqualTo(Duration.ofSeconds(60));
        assertThat(CONFIG.connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(CONFIG.maxBody()).isEqualTo(10L << 30);
        assertThat(CONFIG.connections()).isEqualTo(2048);
    }

    private static GatewayConfig configured() {
        try {
            var file = RouteTableTest.class.getClassLoader().getResource("application.properties");
            return new SmallRyeConfigBuilder()
                    .withSources(new PropertiesConfigSource(file, 100))
                    .withConverter(Duration.class, 100, new DurationConverter())
                    .withMapping(GatewayConfig.class)
                    .withValidateUnknown(false)
                    .addDefaultInterceptors()
                    .build()
                    .getConfigMapping(GatewayConfig.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
