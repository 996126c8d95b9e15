package org.caselli.line;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider of somebody else, so called that nothing it does disturbs anybody. */
final class ForeignProvider implements DeviceProvider {
    private final DeviceProvider provider;
    private final String id;
    private final String name;
    private final ClassLoader loader;
    private final Duration patience;
    private final Guard guard;
    private final InstantSource clock;
    private volatile Map<String, ForeignDevice> known = Map.of();
    private volatile Optional<Switchboard> opened = Optional.empty();

    ForeignProvider(DeviceProvider provider, String id, String name, ClassLoader loader, Duration patience) {
        this(provider, id, name, loader, patience, InstantSource.system());
    }

    /** @param clock by which calls that hang are given up */
    ForeignProvider(
            DeviceProvider provider,
            String id,
            String name,
            ClassLoader loader,
            Duration patience,
            InstantSource clock) {
        this.clock = clock;
        this.provider = provider;
        this.id = id;
        this.name = name;
        this.loader = loader;
        this.patience = patience;
        this.guard = new Guard(id, loader, patience);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    /** What is wrong with it; empty if nothing is. */
    Optional<Guard.Trouble> trouble() {
        return guard.hung()
                .or(() -> known.values().stream()
                        .flatMap(device -> device.trouble().stream())
                        .findFirst())
                .or(guard::last);
    }

    boolean hangs() {
        return guard.hung().isPresent();
    }

    /** What a device says of itself, asked once while it is offered. */
    private record Described(Device device, String id, String name, String number, boolean virtual) {}

    @Override
    public List<Device> devices() {
        List<Described> said = guard.ask(
                "devices()",
                () -> {
                    var all = new ArrayList<Described>();
                    for (Device device : Objects.requireNonNull(provider.devices(), "It gave null for a list.")) {
                        described(device).ifPresent(all::add);
                    }
                    return all;
                },
                List.of());
        if (hangs()) {
            return List.copyOf(known.values()); // they stay in the list, and are off
        }
        var now = new LinkedHashMap<String, ForeignDevice>();
        for (Described each : said) {
            if (each.id() == null || !each.id().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                guard.threw(
                        "devices()",
                        new IllegalArgumentException(
                                "The device id \"" + each.id()
                                        + "\" has other than 1 to 100 letters, digits, dots and dashes; the device is left out."));
                continue;
            }
            if (now.containsKey(each.id())) {
                guard.threw(
                        "devices()",
                        new IllegalArgumentException(
                                "It has two devices with the id \"" + each.id() + "\"; the second one is left out."));
                continue;
            }
            ForeignDevice before = known.get(each.id());
            now.put(
                    each.id(),
                    before != null && before.isFor(each.device())
                            ? before
                            : new ForeignDevice(
                                    guard,
                                    new Guard(id, loader, patience),
                                    clock,
                                    device -> opened.ifPresent(board -> board.stateChanged(device)),
                                    each.device(),
                                    each.id(),
                                    each.name() == null ? each.id() : each.name(),
                                    each.number() == null ? "" : each.number(),
                                    each.virtual()));
        }
        known = Map.copyOf(now);
        return List.copyOf(now.values());
    }

    /** What a device says of itself; empty if it is none, or cannot say it. */
    private Optional<Described> described(@Nullable Device device) {
        try {
            return Optional.of(new Described(
                    Objects.requireNonNull(device, "One of them is null; it is left out."),
                    device.id(),
                    device.name(),
                    device.number(),
                    device.isVirtual()));
        } catch (RuntimeException | LinkageError cause) {
            guard.threw("devices()", cause);
            return Optional.empty();
        }
    }

    @Override
    public void open(Switchboard switchboard) throws IOException {
        opened = Optional.of(switchboard);
        try {
            guard.call("open()", () -> {
                provider.open(new ForeignSwitchboard(switchboard));
                return true;
            });
        } catch (Guard.Failed cause) {
            throw new IOException(cause.trouble().text(), cause);
        }
    }

    /** Hands on only what concerns the provider's own devices. */
    private final class ForeignSwitchboard implements Switchboard {
        private final Switchboard server;

        ForeignSwitchboard(Switchboard server) {
            this.server = server;
        }

        @Override
        public Reception incoming(IncomingCall call) {
            if (!known.containsKey(call.deviceId())) {
                throw new IllegalArgumentException("The provider " + id + " has no device " + call.deviceId()
                        + "; tell of it with devicesChanged() before it takes calls.");
            }
            return server.incoming(call);
        }

        @Override
        public boolean answers(String deviceId) {
            return server.answers(deviceId);
        }

        @Override
        public void stateChanged(Device device) {
            ForeignDevice ours = known.get(device.id());
            if (ours != null) {
                server.stateChanged(ours);
            }
        }

        @Override
        public void devicesChanged() {
            server.devicesChanged();
        }
    }

    @Override
    public void close() {
        // A provider may take its time to end calls; it is waited for a little longer than they may take.
        new Guard(id, loader, patience.plusSeconds(5))
                .ask(
                        "close()",
                        () -> {
                            provider.close();
                            return true;
                        },
                        false);
    }

    /** The state of a device that is not to be used. */
    static DeviceState off() {
        return DeviceState.off(Instant.EPOCH);
    }
}
