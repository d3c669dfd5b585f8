package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DevicesTest {
    private final List<Tracked> live = Collections.synchronizedList(new ArrayList<>());

    @Test
    void theFirstThatAreFreeAreTaken() {
        assertThat(Devices.choose(1, new int[] {0, 0, 0, 0})).containsExactly(0);
        assertThat(Devices.choose(2, new int[] {0, 1, 0, 0})).containsExactly(0, 2);
        assertThat(Devices.choose(2, new int[] {1, 1, 0, 0})).containsExactly(2, 3);
    }

    @Test
    void whereTooFewAreFreeThoseUsedLeastAreTaken() {
        assertThat(Devices.choose(1, new int[] {2, 1, 1})).containsExactly(1);
        assertThat(Devices.choose(2, new int[] {1, 2, 0})).containsExactly(0, 2);
    }

    @Test
    void whoWantsMoreThanThereAreIsGivenNone() {
        assertThat(Devices.choose(3, new int[] {0, 0})).isEmpty();
        assertThat(Devices.choose(1, new int[] {})).isEmpty();
    }

    @Test
    void whatIsHeldBeyondTheLastOneIsNobodysTrouble() {
        give(new Devices(4), "1", 4);
        assertThat(give(new Devices(2), "2", 1)).containsExactly(0);
        assertThat(give(new Devices(2), "3", 1)).containsExactly(1);
    }

    @Test
    void aCommandThatComesAgainIsGivenTheSame() {
        var devices = new Devices(2);
        assertThat(give(devices, "1", 1)).containsExactly(0);
        assertThat(give(devices, "1", 1)).containsExactly(0);
    }

    @Test
    void whatCouldNotBeKeptIsFreeAgain() {
        var devices = new Devices(2);
        devices.give(container("1", 1), live, _ -> Uni.createFrom().failure(new IllegalStateException("down")))
                .onFailure()
                .recoverWithItem(false)
                .await()
                .indefinitely();
        assertThat(give(devices, "2", 1)).containsExactly(0);
    }

    /** None of them is kept before all have chosen. */
    @Test
    void whoChoosesAtTheSameTimeIsGivenOthers() throws Exception {
        var devices = new Devices(16);
        var chosen = new CountDownLatch(8);
        var given = Collections.synchronizedList(new ArrayList<Integer>());
        var takers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(taker -> () -> devices.give(container("t" + taker, 2), live, it -> {
                            given.addAll(it.given());
                            chosen.countDown();
                            return Uni.createFrom().item(() -> {
                                uninterrupted(chosen);
                                return live.add(Tracked.fresh(it));
                            });
                        })
                        .await()
                        .indefinitely());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var taken : threads.invokeAll(takers.toList())) {
                assertThat(taken.get()).isTrue();
            }
        }
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 16).boxed().toList());
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Integer> give(Devices devices, String task, int gpus) {
        var given = new ArrayList<Integer>();
        devices.give(container(task, gpus), live, it -> {
                    given.addAll(it.given());
                    return Uni.createFrom().item(() -> live.add(Tracked.fresh(it)));
                })
                .await()
                .indefinitely();
        return given;
    }

    private static Container container(String task, int gpus) {
        return Container.accepted(Samples.start("n1", task, Samples.withGpus(gpus)), Samples.JOB, Instant.EPOCH);
    }
}
