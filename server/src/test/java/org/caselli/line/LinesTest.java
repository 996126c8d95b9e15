package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.caselli.call.CallSettings;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final Switchboard NOBODY = _ -> new Reception.Refuse(Reception.Reason.NOT_NOW);

    /** A provider without devices that says what is done with it. */
    private record Bare(String id, boolean opens, List<String> log) implements DeviceProvider {
        @Override
        public String name() {
            return id;
        }

        @Override
        public List<Device> devices() {
            return List.of();
        }

        @Override
        public void open(Switchboard switchboard) throws IOException {
            if (!opens) {
                throw new IOException("the card is not plugged in");
            }
            log.add("open " + id);
        }

        @Override
        public void close() {
            log.add("close " + id);
        }
    }

    @Test
    void a_provider_that_cannot_open_is_named_and_the_others_work_on() {
        var log = new ArrayList<String>();
        var lines =
                new Lines(List.of(new Bare("one", true, log), new Bare("two", false, log), new Bare("six", true, log)));
        lines.open(NOBODY);
        assertThat(log).containsExactly("open one", "open six");
        assertThat(lines.failures()).containsOnlyKeys("two").containsValue("the card is not plugged in");
        lines.close();
        assertThat(log).endsWith("close six", "close two", "close one");
    }

    @Test
    void two_providers_with_one_id_are_refused() {
        var log = new ArrayList<String>();
        assertThatThrownBy(() -> new Lines(List.of(new Bare("one", true, log), new Bare("one", true, log))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one");
    }

    @Test
    void devices_are_found_by_id_and_by_what_they_reach() throws Exception {
        try (var endpoint = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0))) {
            endpoint.open();
            var loopback = new LoopbackProvider(endpoint, LoopbackSettings.STANDARD);
            var sip = new SipProvider(endpoint, 2, CallSettings.STANDARD);
            try (var lines = new Lines(List.of(loopback, sip))) {
                lines.open(NOBODY);
                assertThat(lines.devices()).hasSize(6).extracting(Device::id).doesNotHaveDuplicates();
                assertThat(lines.device("loopback-1003").orElseThrow().number()).isEqualTo("1003");
                assertThat(lines.free("1002").orElseThrow().id()).isEqualTo("loopback-1001");
                assertThat(lines.free("(10) 02").orElseThrow().id()).isEqualTo("loopback-1001");
                assertThat(lines.free("sip:fax@example.org").orElseThrow().id()).isEqualTo("sip-1");
                assertThat(lines.reaches("sips:fax@example.org")).isFalse();
                assertThat(lines.reaches("fax machine")).isFalse();
            }
        }
    }

    @Test
    void a_port_in_use_is_told_with_its_number() throws Exception {
        try (var taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var endpoint =
                        new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), taken.getLocalPort()))) {
            assertThatThrownBy(endpoint::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }
}
