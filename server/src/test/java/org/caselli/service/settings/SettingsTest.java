package org.caselli.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final OutgoingSettings OURS = new OutgoingSettings(
            false,
            true,
            5,
            Duration.ofMinutes(3),
            30,
            false,
            false,
            LocalTime.of(22, 0),
            LocalTime.of(6, 30),
            ZoneId.of("Europe/Rome"),
            40,
            9,
            100);

    @TempDir
    Path directory;

    private Store store;
    private EventLog events;
    private Settings settings;

    @BeforeEach
    void open() {
        store = Store.open(directory);
        events = new EventLog(store);
        settings = new Settings(store, events, () -> Instant.EPOCH);
    }

    @AfterEach
    void close() {
        events.close();
        store.close();
    }

    @Test
    void a_section_that_nobody_changed_is_as_it_ships() {
        assertThat(settings.outgoing()).isEqualTo(OutgoingSettings.STANDARD);
        assertThat(settings.get(ArchiveSettings.class).version()).isZero();
    }

    @Test
    void a_change_is_there_for_the_next_reader_and_after_a_restart() {
        assertThat(settings.put(OutgoingSettings.class, OURS, 0)).isEqualTo(1);
        assertThat(settings.outgoing()).isEqualTo(OURS);
        close();
        open();
        assertThat(settings.get(OutgoingSettings.class)).isEqualTo(new Settings.Versioned<>(OURS, 1));
    }

    @Test
    void a_change_to_what_somebody_else_has_changed_is_refused() {
        settings.put(OutgoingSettings.class, OURS, 0);
        assertThatThrownBy(() -> settings.put(OutgoingSettings.class, OutgoingSettings.STANDARD, 0))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
        assertThat(settings.outgoing()).isEqualTo(OURS);
    }

    @Test
    void a_change_is_told_and_a_paused_queue_with_all_its_flags() {
        settings.put(OutgoingSettings.class, OURS, 0);
        settings.put(OutgoingSettings.class, OURS, 1);
        List<ServerEvent> told = events.after(0, 100);
        assertThat(told)
                .extracting(ServerEvent::kind)
                .containsExactly(ServerEvent.Kind.CONFIG_CHANGED, ServerEvent.Kind.QUEUE_STATE_CHANGED);
        assertThat(told.getLast().facts())
                .containsEntry("outgoingPaused", "true")
                .containsEntry("outgoingBlocked", "false")
                .containsEntry("incomingBlocked", "false");
    }

    @Test
    void a_value_out_of_its_range_is_named_with_the_range() {
        assertThatThrownBy(() -> new ArchiveSettings(true, "", true, 10, 11, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lowMark is 11; give 0 to the highMark, which is 10.");
    }
}
