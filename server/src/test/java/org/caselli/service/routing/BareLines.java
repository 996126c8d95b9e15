package org.caselli.service.routing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.DeviceState;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Switchboard;

/** Lines that nobody calls over: a test says which are busy, and what they cannot dial. */
final class BareLines implements DeviceProvider {
    final Set<String> busy = ConcurrentHashMap.newKeySet();
    final Set<String> unreachable = ConcurrentHashMap.newKeySet();
    private final List<Device> devices;

    BareLines(String... keys) {
        devices = Stream.of(keys).<Device>map(Bare::new).toList();
    }

    private final class Bare implements Device {
        private final String id;

        Bare(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String name() {
            return id;
        }

        @Override
        public String number() {
            return "77" + id.replaceAll("[^0-9]", "");
        }

        @Override
        public DeviceState state() {
            return busy.contains(id)
                    ? new DeviceState(DeviceState.Activity.SENDING, "call", "", 1, Instant.EPOCH)
                    : DeviceState.idle(Instant.EPOCH);
        }

        @Override
        public boolean reaches(String dialString) {
            return !unreachable.contains(dialString);
        }

        @Override
        public CallReport send(OutgoingFax fax, CallListener listener) {
            throw new UnsupportedOperationException("Nobody calls here.");
        }
    }

    @Override
    public String id() {
        return "bare";
    }

    @Override
    public String name() {
        return "Bare lines";
    }

    @Override
    public List<Device> devices() {
        return devices;
    }

    @Override
    public void open(Switchboard switchboard) {}

    @Override
    public void close() {}
}
