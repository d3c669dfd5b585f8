package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of waiting tasks: cases 25 and 69 of godocker.md. No node takes work here. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(RateLimitTest.Five.class)
class RateLimitTest {
    /** Five waiting tasks each. */
    public static class Five implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.task.rate-limit", "5");
        }
    }

    @BeforeEach
    void accounts() {
        Accounts.announce("rita", 5401);
        Accounts.announce("rolf", 5402);
        Accounts.announce("rosa", 5403);
        Accounts.announce("ruth", 5404);
    }

    @Test
    void case25WhoHasEnoughWaitingIsRefusedAndOthersAreNot() {
        for (int i = 0; i < 5; i++) {
            submit("rita", task(""));
        }
        as("rita")
                .body(task(""))
                .post(TASK)
                .then()
                .statusCode(503)
                .body("msg", containsString("rita has 5 waiting tasks, and 5 is the limit"))
                .body("id", nullValue());
        submit("rolf", task(""));
    }

    @Test
    void case69AnArrayIsRefusedWhole() {
        as("rosa")
                .body(task("").replace("\"values\":null", "\"values\":\"5\""))
                .post(TASK)
                .then()
                .statusCode(503);
        as("rosa").get(TASK + "/active").then().statusCode(200).body("size()", equalTo(0));
        submit("rosa", task("").replace("\"values\":null", "\"values\":\"4\""));
    }

    @Test
    void case91WhatAQuotaRefusesDoesNotCount() {
        Accounts.announce("rhea", 5405, 50, new Limits(0, 0, 1, 0, 0));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5; i++) {
                submit("rhea", task("").replace("\"ram\":1", "\"ram\":2"));
            }
            TestNode.eventually(() -> as("rhea").get(TASK + "/active").then().body("size()", equalTo(0)));
        }
    }

    @Test
    void manyAtOnceDoNotOverrunIt() throws Exception {
        var accepted = 0;
        try (var threads = Executors.newFixedThreadPool(10)) {
            var answers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 30; i++) {
                answers.add(threads.submit((Callable<Integer>)
                        () -> as("ruth").body(task("")).post(TASK).statusCode()));
            }
            for (var answer : answers) {
                assertThat(answer.get()).isIn(200, 503);
                accepted += answer.get() == 200 ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(5);
    }
}
