package org.caselli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caselli.document.Documents;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.DeviceState;
import org.caselli.line.Lines;
import org.caselli.line.LoopbackProvider;
import org.caselli.line.LoopbackSettings;
import org.caselli.line.OutgoingFax;
import org.caselli.line.SipEndpoint;
import org.caselli.line.SipSettings;
import org.caselli.line.Switchboard;
import org.caselli.queue.JobState;
import org.caselli.service.routing.Destination;
import org.caselli.service.routing.Explanation;
import org.caselli.service.routing.OutboundRouting;
import org.caselli.service.routing.RuleKey;
import org.caselli.service.settings.DiallingSettings;
import org.caselli.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls over real sockets take the line that the rules say. */
class RoutedFaxTest {
    @TempDir
    Path directory;

    /** Loopback lines on which every number of the public network is that of line 1002. */
    private static final class Exchange implements DeviceProvider {
        private final LoopbackProvider loopback;
        final List<String> dialled = new CopyOnWriteArrayList<>();

        Exchange(LoopbackProvider loopback) {
            this.loopback = loopback;
        }

        @Override
        public String id() {
            return loopback.id();
        }

        @Override
        public String name() {
            return loopback.name();
        }

        @Override
        public List<Device> devices() {
            return loopback.devices().stream().<Device>map(Outside::new).toList();
        }

        @Override
        public void open(Switchboard switchboard) throws IOException {
            loopback.open(switchboard);
        }

        @Override
        public void close() {
            loopback.close();
        }

        private final class Outside implements Device {
            private final Device line;

            Outside(Device line) {
                this.line = line;
            }

            @Override
            public String id() {
                return line.id();
            }

            @Override
            public String name() {
                return line.name();
            }

            @Override
            public String number() {
                return line.number();
            }

            @Override
            public DeviceState state() {
                return line.state();
            }

            @Override
            public boolean reaches(String dialString) {
                return dialString.startsWith("+") || line.reaches(dialString);
            }

            @Override
            public CallReport send(OutgoingFax fax, CallListener listener) {
                dialled.add(id() + " dials " + fax.dialString());
                return line.send(
                        new OutgoingFax("1002", fax.callerNumber(), fax.stationId(), fax.pages(), fax.abilities()),
                        listener);
            }
        }
    }

    @Test
    void a_fax_takes_the_line_that_was_predicted_for_its_number_and_another_when_the_rule_is_changed()
            throws Exception {
        try (var store = Store.open(directory);
                var documents = Documents.inProcess();
                var sip = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0))) {
            sip.open();
            var exchange = new Exchange(new LoopbackProvider(
                    sip, LoopbackSettings.STANDARD.withLines(4).withHaste(200)));
            try (var service = FaxService.open(
                    store, new Lines(List.of(exchange)), documents, ServiceSettings.STANDARD, InstantSource.system())) {
                service.settings().put(DiallingSettings.class, new DiallingSettings("DE"), 0);
                OutboundRouting routing = service.outboundRouting();
                routing.addGroup("First", List.of(routing.device("loopback-1001")));
                routing.addGroup("Second", List.of(routing.device("loopback-1003"), routing.device("loopback-1004")));
                var berlin = new RuleKey(49, 30);
                routing.addRule(berlin, new Destination.ToGroup("Second"));
                routing.addRule(new RuleKey(49, 0), new Destination.ToGroup("First"));

                assertThat(predicted(service, "030 1234567")).isEqualTo("loopback-1003");
                assertThat(taken(service, "030 1234567")).isEqualTo("loopback-1003");
                assertThat(predicted(service, "+49 (89) 1234567")).isEqualTo("loopback-1001");
                assertThat(taken(service, "+49 (89) 1234567")).isEqualTo("loopback-1001");
                routing.setRule(berlin, new Destination.ToDevice(routing.device("loopback-1004")), 1);
                assertThat(predicted(service, "0049301234567")).isEqualTo("loopback-1004");
                assertThat(taken(service, "0049301234567")).isEqualTo("loopback-1004");
                assertThat(exchange.dialled)
                        .containsExactly(
                                "loopback-1003 dials +49301234567",
                                "loopback-1001 dials +49891234567",
                                "loopback-1004 dials +49301234567");
            }
        }
    }

    private static String predicted(FaxService service, String number) {
        Explanation why = service.outboundRouting().explain(number);
        return why.taken().orElseThrow(() -> new AssertionError(why.toString()));
    }

    /** The line over which a fax has gone to this number. */
    private static String taken(FaxService service, String number) throws InterruptedException {
        String id = service.submit(SubmitRequest.of(
                        List.of(FaxServiceTest.tiff("one.tif", 1)), List.of(new Recipient(number, ""))))
                .jobIds()
                .getFirst();
        Instant limit = Instant.now().plusSeconds(60);
        while (true) {
            long last = service.lastEvent();
            JobDetail detail = service.job(id);
            boolean quiet = service.outboundRouting().explain("1002").lines().stream()
                    .allMatch(line ->
                            line.why().startsWith("It is free") || line.why().startsWith("The number is its own"));
            if (detail.job().state().isFinal() && quiet) {
                assertThat(detail.job().state()).as(detail.toString()).isEqualTo(JobState.COMPLETED);
                return detail.attempts().getLast().device();
            }
            assertThat(Instant.now()).as(detail.toString()).isBefore(limit);
            service.awaitEvents(last, Duration.ofSeconds(1));
        }
    }
}
