package dev.slipway.node;

import dev.slipway.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theRulesHold() {
        ArchitectureRules.check("dev.slipway.node");
    }
}
