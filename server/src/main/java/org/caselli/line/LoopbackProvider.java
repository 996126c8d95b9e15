package org.caselli.line;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caselli.call.CallSettings;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.SipUri;

/**
 * Lines that call each other: 1001, 1002, ... A call from one to another is a real SIP call from the endpoint to itself,
 * and its fax goes through UDP ports as any other's.
 */
public final class LoopbackProvider implements DeviceProvider {
    private static final Duration AT_CLOSE = Duration.ofSeconds(12);

    private final SipEndpoint endpoint;
    private final LoopbackSettings settings;
    private final SipEndpoint.Taker taker = this::take;
    private volatile Map<String, SipLine> lines = Map.of();

    /**
     * @param endpoint opened before this provider, and closed after it
     */
    public LoopbackProvider(SipEndpoint endpoint, LoopbackSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    @Override
    public String id() {
        return "loopback";
    }

    @Override
    public String name() {
        return "Loopback lines";
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(lines.values());
    }

    @Override
    public void open(Switchboard switchboard) {
        var calls = CallSettings.STANDARD.withImageFirst(settings.imageFirst()).withPacing(settings.pacing());
        lines = IntStream.range(settings.firstNumber(), settings.firstNumber() + settings.lines())
                .mapToObj(Integer::toString)
                .collect(Collectors.toMap(
                        number -> number,
                        number -> new SipLine(
                                "loopback-" + number,
                                "Loopback " + number,
                                number,
                                endpoint,
                                calls,
                                this::target,
                                switchboard),
                        (one, _) -> one,
                        LinkedHashMap::new));
        endpoint.serve(taker);
    }

    /**
     * An internal number, with or without the marks that people write in it; whether it exists is for the call to find. A
     * longer one, unless it is one of our lines', is for lines to the telephone network: offered here as well, it would come
     * to nothing on a free loopback line while a trunk could carry it.
     */
    private Optional<SipUri> target(String dialString) {
        String number = dialString.replaceAll("[-. ()/]", "");
        if (!number.matches("[0-9*#]{1,6}") && !lines.containsKey(number)) {
            return Optional.empty();
        }
        Hop ourself = endpoint.ourself();
        return Optional.of(SipUri.of(number, ourself.host(), ourself.port()));
    }

    private Optional<SipEndpoint.Taking> take(SipEndpoint.Arrival arrival) {
        if (!endpoint.isAdmitted(arrival.incoming().peer())) {
            return Optional.empty();
        }
        SipLine line = lines.get(arrival.calledNumber());
        if (line != null) {
            return line.take(arrival);
        }
        // Our own lines reach nothing but each other.
        return endpoint.isOurself(arrival.incoming().peer())
                ? Optional.of(SipEndpoint.Taking.Refused.of(404))
                : Optional.empty();
    }

    @Override
    public void close() {
        endpoint.serveNoMore(taker);
        SipLines.close(lines.values(), AT_CLOSE);
        lines = Map.of();
    }
}
