package dev.slipway.task;

import dev.slipway.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check("dev.slipway.task");
    }
}
