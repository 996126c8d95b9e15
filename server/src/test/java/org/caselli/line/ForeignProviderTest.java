package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.caselli.image.Page;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines whose program was written by somebody who had a bad day. */
class ForeignProviderTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T09:30:00Z"));
    private final List<String> changed = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private Supplier<List<Device>> devices = List::of;

    @AfterEach
    void close() {
        release.countDown();
    }

    /** A device that does this with a fax. */
    private static class Line implements Device {
        private final String id;
        private final Supplier<CallReport> sending;

        Line(String id, Supplier<CallReport> sending) {
            this.id = id;
            this.sending = sending;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String name() {
            return "Line " + id;
        }

        @Override
        public String number() {
            return "";
        }

        @Override
        public DeviceState state() {
            return DeviceState.idle(Instant.EPOCH);
        }

        @Override
        public boolean reaches(String dialString) {
            return true;
        }

        @Override
        public CallReport send(OutgoingFax fax, CallListener listener) {
            return sending.get();
        }
    }

    private final class Plug implements DeviceProvider {
        @Override
        public String id() {
            return "plug";
        }

        @Override
        public String name() {
            return "Plug";
        }

        @Override
        public List<Device> devices() {
            return devices.get();
        }

        @Override
        public void open(Switchboard switchboard) {}

        @Override
        public void close() {}
    }

    private Lines opened() {
        var foreign = new ForeignProvider(new Plug(), "plug", "Plug", getClass().getClassLoader(), LONG, now::get);
        var lines = new Lines(
                List.of(),
                List.of(new LoadedProvider(
                        "plug",
                        "Plug",
                        "plug.jar",
                        "",
                        ModuleVersion.UNKNOWN,
                        ProviderStatus.SUCCESS,
                        0,
                        "",
                        Optional.of(foreign))));
        lines.open(new Switchboard() {
            @Override
            public Reception incoming(IncomingCall call) {
                throw new AssertionError("Nobody calls.");
            }

            @Override
            public void stateChanged(Device device) {
                changed.add(device.id() + " " + device.state().activity());
            }
        });
        return lines;
    }

    private static OutgoingFax fax() {
        PageSource none = new PageSource() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public Optional<Page> page(int number) {
                return Optional.empty();
            }
        };
        return new OutgoingFax("1002", "", "", none, Abilities.ALL);
    }

    private CallReport delivered() {
        Instant at = now.get();
        return new CallReport(
                "call",
                true,
                "",
                "",
                "1002",
                Outcome.DELIVERED,
                "",
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                at,
                Optional.of(at),
                at,
                CallReport.Signalling.NONE,
                List.of());
    }

    private static CallReport send(Lines lines, String device) {
        return lines.device(device).orElseThrow().send(fax(), new CallListener() {});
    }

    @Test
    void a_line_that_throws_fails_its_call_and_says_so_and_may_be_tried_again() {
        devices = () -> List.of(new Line("bad", () -> {
            throw new IllegalStateException("no carrier board");
        }));
        try (Lines lines = opened()) {
            CallReport report = send(lines, "bad");
            assertThat(report.outcome()).isEqualTo(Outcome.LINE_FAILED);
            assertThat(report.diary())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("send() of bad", "no carrier board"));
            assertThat(lines.providers()).singleElement().satisfies(provider -> {
                assertThat(provider.status()).isEqualTo(ProviderStatus.SUCCESS);
                assertThat(provider.error()).contains("no carrier board");
            });
            assertThat(lines.device("bad").orElseThrow().state().isIdle()).isTrue();
        }
    }

    @Test
    void a_line_that_gives_no_report_fails_its_call() {
        devices = () -> List.of(new Line("mute", () -> null));
        try (Lines lines = opened()) {
            assertThat(send(lines, "mute").outcome()).isEqualTo(Outcome.LINE_FAILED);
            assertThat(lines.providers().getFirst().error()).contains("It gave no report");
        }
    }

    @Test
    void a_line_that_hangs_is_given_up_after_half_an_hour_of_silence_and_the_others_go_on() throws Exception {
        var begun = new CountDownLatch(1);
        devices = () -> List.of(
                new Line("stuck", () -> {
                    begun.countDown();
                    while (release.getCount() > 0) { // it does not even heed an interrupt
                        try {
                            release.await();
                        } catch (InterruptedException ignored) {
                            Thread.interrupted();
                        }
                    }
                    return delivered();
                }),
                new Line("good", this::delivered));
        try (Lines lines = opened()) {
            var report = CompletableFuture.supplyAsync(() -> send(lines, "stuck"));
            assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(send(lines, "good").outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(report).isNotDone();

            now.updateAndGet(at -> at.plus(ForeignDevice.LONGEST_SILENCE).plusMillis(1));

            assertThat(report.get(LONG.toSeconds(), TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.LINE_FAILED);
            assertThat(lines.device("stuck").orElseThrow().state().activity()).isEqualTo(DeviceState.Activity.OFF);
            assertThat(changed).containsExactly("stuck OFF");
            assertThat(send(lines, "stuck").outcome()).isEqualTo(Outcome.NO_LINE_FREE);
            assertThat(lines.device("good").orElseThrow().state().isIdle()).isTrue();
            assertThat(send(lines, "good").outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(lines.providers().getFirst().status()).isEqualTo(ProviderStatus.SUCCESS);
            assertThat(lines.providers().getFirst().error()).contains("send() of stuck has told nothing for 1800 s");
        }
    }

    @Test
    void a_list_that_is_null_or_has_nulls_and_doubles_costs_only_what_is_wrong_in_it() {
        devices = () -> null;
        try (Lines lines = opened()) {
            assertThat(lines.devices()).isEmpty();
            assertThat(lines.providers().getFirst().error()).contains("null for a list");
        }
        Device nameless = new Line("x", this::delivered) {
            @Override
            public String id() {
                throw new IllegalStateException("no id");
            }
        };
        devices = () -> Arrays.asList(
                new Line("one", this::delivered),
                null,
                nameless,
                new Line("one", this::delivered),
                new Line("two", this::delivered));
        try (Lines lines = opened()) {
            assertThat(lines.devices()).extracting(Device::id).containsExactly("one", "two");
            assertThat(lines.providers().getFirst().error()).contains("two devices with the id \"one\"");
            assertThat(send(lines, "one").outcome()).isEqualTo(Outcome.DELIVERED);
        }
    }
}
