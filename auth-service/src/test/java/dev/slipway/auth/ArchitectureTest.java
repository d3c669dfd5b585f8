package dev.slipway.auth;

import dev.slipway.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check("dev.slipway.auth");
    }
}
