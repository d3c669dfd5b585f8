package dev.slipway.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsPageTest {
    @Test
    void bringsFamiliesTogetherAndNamesTheService() {
        var page = new MetricsPage();
        page.add("a", """
                # HELP up Whether it is
                # TYPE up gauge
                up 1
                # TYPE calls_total counter
                calls_total{path="/x {y}"} 3
                """);
        page.add("b", """
                # HELP up Whether it is
                # TYPE up gauge
                up{} 0
                """);
        assertThat(page).hasToString("""
                # HELP up Whether it is
                # TYPE up gauge
                up{service="a"} 1
                up{service="b"} 0
                # TYPE calls_total counter
                calls_total{service="a",path="/x {y}"} 3
                """);
    }
}
