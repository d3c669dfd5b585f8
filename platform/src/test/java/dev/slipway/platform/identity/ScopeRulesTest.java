package dev.slipway.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeRulesTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/1.0/task/active, true, true",
        "GET, /api/1.0/task/7, true, true",
        "HEAD, /api/v1/tasks/7/logs, true, true",
        "OPTIONS, /api/v1/tasks, true, true",
        "POST, /api/1.0/task/over/0/0, true, true",
        "POST, /api/1.0/task, false, true",
        "DELETE, /api/1.0/task/7, false, true",
        "POST, /ga4gh/tes/v1/tasks, false, true",
        "POST, /ga4gh/tes/v1/tasks/7:cancel, false, true",
        "POST, /upload, false, true",
        "POST, /nds/upload, false, true",
        "GET, /stop, false, true",
        "GET, /nds/stop, false, true",
        "POST, /api/v1/tasks/7/cancel, false, true",
        "POST, /api/v1/tasks/cancel, false, true",
        "POST, /api/v1/tasks/7/rerun, false, true",
        "POST, /api/v1/recipes/soup/tasks, false, true",
        "POST, /api/v1/recipes, false, false",
        "POST, /api/v1/tasks/7/shares, false, false",
        "GET, /api/1.0/task/7/suspend, false, false",
        "GET, /api/1.0/task/7/archive, false, false",
        "DELETE, /api/1.0/task/7/archive, false, false",
        "GET, /api/1.0/task/7/share, false, false",
        "GET, /api/1.0/archive/7, false, false",
        "GET, /api/1.0/task/7/archive/, false, false",
        "GET, /api/1.0/task/7/archive//, false, false",
        "GET, //api/1.0/task/7/archive, false, false",
        "GET, /api/1.0/task/7/share/, false, false",
        "GET, /api/1.0/task/7/token/, false, false",
        "HEAD, /api/1.0/task/7/suspend/, false, false",
        "GET, /api/1.0/task/7/reschedule;v=1, false, false",
        "GET, /api/1.0/task;v=1/7/pending, false, false",
        "GET, /api/1.0/task/7;v=1/unshare;v/, false, false",
        "GET, /api/1.0/task/7%2Farchive;v, false, false",
        "GET, /api/1.0/task/7%2Farchive%2F, false, false",
        "GET, /api/1.0/task%2F7;v=1/resume, false, false",
        "GET, /stop/, false, true",
        "GET, /api/v1/tokens/;v, false, false",
        "DELETE, /api/v1/tasks/7/, false, true",
        "DELETE, /api/v1/tasks/7%2Fshares, false, false",
        "POST, /api/v1/recipes/, false, false",
        "GET, /api/1.0/task/7/files/a%20b/, true, true",
        "GET, /api/1.0/task/7/files/100%, true, true",
        "GET, /, true, true",
        "DELETE, /api/1.0/user/alice, false, false",
        "DELETE, /api/1.0/user/alice/task, false, false",
        "DELETE, /api/1.0/user/alice/apikey, false, false",
        "GET, /api/1.0/user/alice/apps, false, false",
        "GET, /api/v1/tokens, false, false",
        "POST, /api/v1/tokens, false, false",
        "PUT, /api/1.0/task/7, false, false",
        "GET, /start-runner, false, false",
        "GET, /geonex/delete-runner, false, false",
        "GET, /nodes, true, true",
        "POST, /nodes/1/containers, false, false",
        "DELETE, /api/v1/files/x, false, false",
        "PATCH, /api/v1/accounts/alice, false, false",
    })
    void whatAScopeMayDo(String method, String path, boolean read, boolean submit) {
        assertThat(ScopeRules.allow(Scope.READ, method, path)).isEqualTo(read);
        assertThat(ScopeRules.allow(Scope.SUBMIT, method, path)).isEqualTo(submit);
        assertThat(ScopeRules.allow(Scope.ALL, method, path)).isTrue();
    }
}
