package org.caselli.line;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.caselli.call.CallSettings;

/**
 * SIP trunks: the devices are their channels. Trunks come, change and go while the server runs; calls under way on a trunk
 * that changes or goes are carried to their end as they began.
 */
public final class TrunkProvider implements DeviceProvider {
    private final SipEndpoint endpoint;
    private final CallSettings settings;

    /**
     * @param endpoint opened before this provider, and closed after it
     * @param settings how media are handled; {@link CallSettings#STANDARD}
     */
    public TrunkProvider(SipEndpoint endpoint, CallSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    @Override
    public String id() {
        return "trunk";
    }

    @Override
    public String name() {
        return "SIP trunks";
    }

    @Override
    public List<Device> devices() {
        return List.of();
    }

    @Override
    public void open(Switchboard switchboard) {}

    /**
     * Adds the trunk, or replaces the one of the same name, at once. Equal settings change nothing. Before
     * {@link #open} it is only noted. Nothing is waited for: how it goes is told by {@link #status}.
     */
    public void put(TrunkSettings trunk) {}

    /** Takes the trunk away; its registration is taken back. Without effect if there is none of this name. */
    public void remove(String name) {}

    /** The trunks' settings, in the order of their names. */
    public List<TrunkSettings> trunks() {
        return List.of();
    }

    /** How each trunk is, in the order of their names. */
    public List<TrunkStatus> statuses() {
        return List.of();
    }

    /** How this trunk is; empty if there is none of this name. */
    public Optional<TrunkStatus> status(String name) {
        return Optional.empty();
    }

    /** Tells of each change of a trunk's state or sentence (not of calls). Must return quickly, and throw nothing. */
    public void listen(Consumer<TrunkStatus> listener) {}

    /** Takes and checks a registration or an OPTIONS at once, as a person who repaired something wants. */
    public void checkNow(String name) {}

    @Override
    public void close() {}
}
