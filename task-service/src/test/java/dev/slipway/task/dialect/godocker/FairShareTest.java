package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.document;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What a document says of its place: GO-Docker 9.4. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class FairShareTest {
    private static final TestNode NODE = new TestNode("share-node");

    @Test
    void aTaskShowsItsScoreWhileItWaitsAndKeepsThatOfThePassThatPlacedIt() {
        Accounts.announce("finn", 5301, 50, Limits.NONE);
        Accounts.announce("fred", 5302, 60, Limits.NONE);
        var fays = submit("finn", task(""));
        var freds = submit("fred", task(""));
        // A tenth less of the weight 1 that the user's priority has; they have waited for the same time, nearly.
        eventually(() -> assertThat(share("finn", fays) - share("fred", freds)).isCloseTo(0.1, within(0.02)));
        assertThat(share("fred", freds)).isBetween(1.0, 2.5);
        NODE.serving(64, 256, () -> {
            var start = NODE.start(fays);
            var placed = share("finn", fays);
            assertThat(placed).isBetween(1.0, 2.5);
            NODE.run(start, 0);
            NODE.run(NODE.start(freds), 0);
            awaitPrimary("finn", fays, "over");
            assertThat(share("finn", fays)).isEqualTo(placed);
        });
    }

    private static double share(String login, long id) {
        return document(login, id).getDouble("requirements.ticket_share");
    }
}
