package org.caselli.line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lines of this server: opens the providers, lists and finds their devices, and closes them. */
public final class Lines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

    private final List<Held> held = new ArrayList<>();
    private volatile Map<String, Found> byId = Map.of();
    /** While not all providers are open, what is missing is not gone. */
    private volatile boolean open;

    /** A provider, and how it is. */
    private static final class Held {
        private final LoadedProvider about;
        private volatile List<Device> devices = List.of();
        private volatile Optional<String> failure = Optional.empty();
        /** What of its devices is left out. */
        private volatile Optional<String> leftOut = Optional.empty();

        Held(LoadedProvider about) {
            this.about = about;
        }

        Optional<DeviceProvider> provider() {
            return about.provider();
        }
    }

    private record Found(Device device, Held of) {}

    /**
     * How a provider is.
     *
     * @param uniqueName   its GUID if it is registered, else its own id
     * @param friendlyName for people
     * @param image        the path of its jar; {@code (built in)} for what is part of the server
     * @param tapiName     what was registered with it; mostly empty
     * @param errorCode    a Windows error code that comes near; 0 if there is none
     * @param error        a sentence; empty unless something is wrong
     * @param devices      that it offers
     */
    public record Report(
            String uniqueName,
            String friendlyName,
            String image,
            String tapiName,
            ModuleVersion version,
            ProviderStatus status,
            int errorCode,
            String error,
            List<Device> devices) {}

    /** Where a built-in provider is. */
    public static final String BUILT_IN = "(built in)";

    /**
     * The server's own lines alone.
     *
     * @throws IllegalArgumentException if two providers have the same id
     */
    public Lines(List<DeviceProvider> builtIn) {
        this(builtIn, List.of());
    }

    /**
     * @param builtIn providers that the server itself has
     * @param foreign those of plug-ins, also those that could not be loaded
     * @throws IllegalArgumentException if two of the built-in ones have the same id
     */
    public Lines(List<DeviceProvider> builtIn, List<LoadedProvider> foreign) {
        var ids = new LinkedHashMap<String, DeviceProvider>();
        for (DeviceProvider provider : builtIn) {
            if (ids.put(provider.id(), provider) != null) {
                throw new IllegalArgumentException(
                        "Two device providers of the server call themselves " + provider.id() + ".");
            }
            held.add(new Held(new LoadedProvider(
                    provider.id(),
                    provider.name(),
                    BUILT_IN,
                    "",
                    ModuleVersion.of(provider.getClass()),
                    ProviderStatus.SUCCESS,
                    0,
                    "",
                    Optional.of(provider))));
        }
        for (LoadedProvider each : foreign) {
            Optional<DeviceProvider> provider = each.provider();
            if (provider.isPresent() && ids.putIfAbsent(provider.get().id(), provider.get()) != null) {
                held.add(new Held(LoadedProvider.failed(
                                each.uniqueName(),
                                each.friendlyName(),
                                each.image(),
                                ProviderStatus.CANT_INIT,
                                "Another provider calls itself "
                                        + provider.get().id() + " already; take one of them away.")
                        .with(LoadedProvider.ERROR_ALREADY_EXISTS)));
            } else {
                held.add(new Held(each));
            }
        }
    }

    /** The built-in provider of this kind, for those who administer it. */
    public <P extends DeviceProvider> Optional<P> builtIn(Class<P> kind) {
        return held.stream()
                .flatMap(each -> each.about.provider().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    /**
     * Opens every provider. A provider that cannot open is logged and named by {@link #failures()}; the others work on. The
     * switchboard is told of changes of devices only from the end of this on: what is there then is for the caller to see.
     */
    public void open(Switchboard switchboard) {
        for (Held each : held) {
            each.provider().ifPresent(provider -> {
                try {
                    provider.open(new Desk(each, switchboard));
                } catch (IOException | RuntimeException cause) {
                    LOG.error(
                            "The device provider {} could not open its lines: {}",
                            provider.id(),
                            cause.getMessage(),
                            cause);
                    each.failure = Optional.of(String.valueOf(cause.getMessage()));
                }
                if (each.failure.isEmpty()) {
                    each.devices = devicesOf(provider);
                }
            });
        }
        list();
        open = true;
    }

    private static List<Device> devicesOf(DeviceProvider provider) {
        try {
            return List.copyOf(provider.devices());
        } catch (RuntimeException cause) {
            LOG.error("The device provider {} cannot tell its devices", provider.id(), cause);
            return List.of();
        }
    }

    /** Makes the map by which devices are found. Of two with one id the first counts. */
    private synchronized void list() {
        var all = new LinkedHashMap<String, Found>();
        for (Held each : held) {
            each.leftOut = Optional.empty();
            for (Device device : each.devices) {
                Found other = all.putIfAbsent(device.id(), new Found(device, each));
                if (other != null) {
                    String text = "The device " + device.id() + " has the id of one of the provider "
                            + other.of().about.uniqueName() + "; it is left out.";
                    LOG.error("Of the provider {}: {}", each.about.uniqueName(), text);
                    each.leftOut = Optional.of(text);
                }
            }
        }
        byId = all; // never changed from here on
    }

    /** The server's switchboard, for one provider. */
    private final class Desk implements Switchboard {
        private final Held provider;
        private final Switchboard server;

        Desk(Held provider, Switchboard server) {
            this.provider = provider;
            this.server = server;
        }

        @Override
        public Reception incoming(IncomingCall call) {
            return server.incoming(call);
        }

        @Override
        public boolean answers(String deviceId) {
            return server.answers(deviceId);
        }

        @Override
        public void stateChanged(Device device) {
            server.stateChanged(device);
        }

        @Override
        public void devicesChanged() {
            provider.provider().ifPresent(open -> provider.devices = devicesOf(open));
            list();
            if (open) {
                server.devicesChanged();
            }
        }
    }

    /** All providers, also those that could not be loaded: the server's own first. */
    public List<Report> providers() {
        return held.stream().map(Lines::report).toList();
    }

    private static Report report(Held each) {
        LoadedProvider about = each.about;
        ProviderStatus status = about.status();
        int code = about.errorCode();
        String error = about.error();
        if (about.provider().orElse(null) instanceof ForeignProvider foreign
                && foreign.trouble().isPresent()) {
            error = foreign.trouble().get().text();
            if (foreign.hangs()) {
                status = ProviderStatus.CANT_INIT;
                code = LoadedProvider.ERROR_TIMEOUT;
            }
        }
        if (error.isEmpty()) {
            error = each.leftOut.orElse("");
        }
        if (each.failure.isPresent()) {
            status = ProviderStatus.CANT_INIT;
            code = code == 0 ? LoadedProvider.E_FAIL : code;
            error = each.failure.get();
        }
        return new Report(
                about.uniqueName(),
                about.friendlyName(),
                about.image(),
                about.tapiName(),
                about.version(),
                status,
                code,
                error,
                each.devices);
    }

    /** Which providers do not work, and why, by unique name. */
    public Map<String, String> failures() {
        return providers().stream()
                .filter(report -> report.status() != ProviderStatus.SUCCESS)
                .collect(Collectors.toMap(Report::uniqueName, Report::error, (one, other) -> one + " " + other));
    }

    /** The devices of all providers, in the order of the providers. */
    public List<Device> devices() {
        return byId.values().stream().map(Found::device).toList();
    }

    /** The device with this id. */
    public Optional<Device> device(String id) {
        return Optional.ofNullable(byId.get(id)).map(Found::device);
    }

    /** The unique name of the provider that offers this device. */
    public Optional<String> providerOf(String id) {
        return Optional.ofNullable(byId.get(id)).map(found -> found.of().about.uniqueName());
    }

    /** A device that is idle at this moment and reaches the dial string; another call may still take it first. */
    public Optional<Device> free(String dialString) {
        return devices().stream()
                .filter(device -> device.state().isIdle() && device.reaches(dialString))
                .findFirst();
    }

    /** Whether any device, free or not, reaches the dial string. */
    public boolean reaches(String dialString) {
        return byId.values().stream().anyMatch(found -> found.device().reaches(dialString));
    }

    /** Closes the providers; calls under way end with {@link org.caselli.outcome.Outcome#STOPPED}. */
    @Override
    public void close() {
        open = false;
        for (Held each : held.reversed()) {
            each.provider().ifPresent(provider -> {
                try {
                    provider.close();
                } catch (RuntimeException cause) {
                    LOG.error(
                            "The device provider {} could not be closed: {}", provider.id(), cause.getMessage(), cause);
                }
            });
        }
    }
}
