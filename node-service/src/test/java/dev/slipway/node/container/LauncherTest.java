package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.engine.EngineRefusal;
import dev.slipway.node.engine.EngineRefusal.Kind;
import dev.slipway.platform.failure.Failure;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void whatAnotherAttemptMayCureIsTheSystems() {
        assertThat(Launcher.isOfSystem(new EngineRefusal(Kind.FAULT, "no space left on device")))
                .isTrue();
        assertThat(Launcher.isOfSystem(new FileSystemException("/jobs/1", null, "Not a directory")))
                .isTrue();
        assertThat(Launcher.isOfSystem(new AccessDeniedException("/jobs/1"))).isTrue();
    }

    @Test
    void aDiskThatIsFullEndsNothing() {
        for (var reason : List.of("No space left on device", "Too many open files", "Stale file handle")) {
            assertThat(Launcher.isFinal(new FileSystemException("/jobs/1", null, reason)))
                    .isFalse();
        }
        assertThat(Launcher.isFinal(new FileSystemException("/jobs/1", null, "Not a directory")))
                .isTrue();
    }

    @Test
    void whatWasAskedForIsNot() {
        for (var kind : new Kind[] {Kind.NOT_FOUND, Kind.CONFLICT, Kind.OTHER}) {
            assertThat(Launcher.isOfSystem(new EngineRefusal(kind, "no such image")))
                    .isFalse();
        }
        assertThat(Launcher.isOfSystem(Failure.notFound("script", "1"))).isFalse();
    }
}
