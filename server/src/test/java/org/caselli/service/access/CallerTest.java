package org.caselli.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerTest {
    private static final Caller ANN = new Caller("0000000000000001", "ann", Set.of(Right.SUBMIT_NORMAL));

    @Test
    void where_nobody_has_asked_the_server_works_for_itself() {
        assertThat(Caller.current()).isEqualTo(Caller.SERVER);
        assertThat(Caller.current().isServer()).isTrue();
        Caller bound = ANN.call(Caller::current);
        assertThat(bound).isEqualTo(ANN);
    }

    @Test
    void a_transaction_on_the_writers_thread_has_the_caller_who_waits_for_it(@TempDir Path directory) {
        try (Store store = Store.open(directory)) {
            store.carry(Caller::carried);
            var thread = new AtomicReference<Thread>();
            Caller seen = ANN.call(() -> store.write(handle -> {
                thread.set(Thread.currentThread());
                return Caller.current();
            }));
            assertThat(seen).isEqualTo(ANN);
            assertThat(thread.get()).isNotEqualTo(Thread.currentThread());
            Caller next = store.write(handle -> Caller.current());
            assertThat(next).as("the next one, on the same thread").isEqualTo(Caller.SERVER);
            var soon = new AtomicReference<Caller>();
            ANN.<Boolean, RuntimeException>call(() -> {
                store.writeSoon(handle -> soon.set(Caller.current()));
                return true;
            });
            store.write(handle -> true); // comes after it
            assertThat(soon.get()).isEqualTo(ANN);
        }
    }

    @Test
    void a_right_contains_the_lesser_ones() {
        assertThat(ANN.has(Right.SUBMIT_LOW)).isTrue();
        assertThat(ANN.has(Right.SUBMIT_HIGH)).isFalse();
        assertThat(new Caller("1", "x", Set.of(Right.MANAGE_CONFIG)).has(Right.QUERY_CONFIG))
                .isTrue();
    }

    @Test
    void a_refusal_names_the_right_that_is_missing() {
        assertThatThrownBy(() -> ANN.require(Right.MANAGE_CONFIG))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN))
                .hasMessageContaining("the right MANAGE_CONFIG, which ann does not have");
    }

    @Test
    void the_bits_are_those_of_the_second_generation() {
        assertThat(Right.bits(Right.all())).isEqualTo(0x3FF);
        for (Right right : Right.values()) {
            assertThat(right.bit()).isEqualTo(1 << right.ordinal());
            assertThat(Right.ofBits(right.bit())).containsExactly(right);
        }
    }

    @Test
    void the_first_generation_is_a_mapping_that_gives_nobody_more_than_he_has() {
        assertThat(Right.firstGeneration(Right.all())).isEqualTo(0x7FF);
        assertThat(Right.ofFirstGeneration(0x7FF)).isEqualTo(Right.all());
        // One archive's bit is not both.
        assertThat(Right.ofFirstGeneration(0x80)).isEmpty();
        assertThat(Right.ofFirstGeneration(0x280)).containsExactly(Right.QUERY_ARCHIVES);
        // The job bits of the first generation are about both queues.
        assertThat(Right.firstGeneration(Set.of(Right.QUERY_OUT_JOBS))).isZero();
        assertThat(Right.firstGeneration(Set.of(Right.QUERY_OUT_JOBS, Right.MANAGE_RECEIVE_FOLDER)))
                .isEqualTo(8);
        assertThat(Right.firstGeneration(Set.of(Right.SUBMIT_HIGH))).isEqualTo(7);
        for (int bits = 0; bits <= 0x3FF; bits++) {
            Set<Right> rights = Right.ofBits(bits);
            assertThat(Right.closure(rights)).containsAll(Right.ofFirstGeneration(Right.firstGeneration(rights)));
        }
    }
}
