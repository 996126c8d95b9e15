package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ForeignCodeTest {
    private final ForeignCode foreign = new ForeignCode(Duration.ofMillis(50), Duration.ofMillis(50));
    private final ForeignCode patient = new ForeignCode(Duration.ofMinutes(5), Duration.ofMillis(50));

    private static <T> T call(ForeignCode code, Callable<T> work) throws Exception {
        return code.call("somebody", ForeignCodeTest.class.getClassLoader(), work);
    }

    @Test
    void what_it_answers_comes_back() throws Exception {
        assertThat(call(patient, () -> 42)).isEqualTo(42);
    }

    @Test
    void whatever_it_throws_is_a_failure_with_a_text() {
        assertThatThrownBy(() -> call(patient, () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(ForeignCode.Failure.class)
                .hasMessageContaining("StackOverflowError");
        assertThatThrownBy(() -> call(patient, () -> {
                    throw new IllegalStateException("no paper");
                }))
                .isInstanceOf(ForeignCode.Failure.class)
                .hasMessage("no paper.");
    }

    @Test
    void what_hangs_is_interrupted() throws Exception {
        var interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> call(foreign, () -> {
                    try {
                        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                    } catch (InterruptedException urged) {
                        interrupted.countDown();
                        throw urged;
                    }
                }))
                .isInstanceOf(ForeignCode.Failure.class)
                .hasMessageContaining("did not end within");
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_heeds_no_interrupt_is_not_called_for_ever_but_again_when_it_has_ended() throws Exception {
        var stop = new AtomicBoolean();
        var threads = new CountDownLatch(ForeignCode.MOST_STUCK);
        for (int i = 0; i < ForeignCode.MOST_STUCK; i++) {
            assertThatThrownBy(() -> call(foreign, () -> {
                        while (!stop.get()) {
                            Thread.onSpinWait();
                        }
                        threads.countDown();
                        return true;
                    }))
                    .isInstanceOf(ForeignCode.Failure.class);
        }
        assertThatThrownBy(() -> call(foreign, () -> true)).hasMessageContaining("still hangs");
        var called = new CountDownLatch(1);
        var another = Thread.ofVirtual().start(() -> {
            try {
                foreign.call("another", ForeignCodeTest.class.getClassLoader(), () -> {
                    called.countDown();
                    return true;
                });
            } catch (ForeignCode.Failure | InterruptedException late) {
                // on a busy machine even this may take longer than the limit; that it was called is what counts
            }
        });
        assertThat(called.await(60, TimeUnit.SECONDS))
                .as("another extension is not disturbed")
                .isTrue();
        another.join();

        stop.set(true);
        assertThat(threads.await(60, TimeUnit.SECONDS)).isTrue();
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < limit) {
            try {
                assertThat(call(foreign, () -> true)).isTrue();
                return;
            } catch (ForeignCode.Failure stillEnding) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("It is never called again.");
    }
}
