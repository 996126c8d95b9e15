package org.caselli.line;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.caselli.call.CallSettings;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;

/**
 * Direct SIP calls, without a trunk: out to {@code sip:user@host:port;transport=tcp}, and in from
 * wherever the endpoint admits strangers ({@link SipEndpoint#admit}). Any free line takes a call.
 */
public final class SipProvider implements DeviceProvider {
    private static final Duration AT_CLOSE = Duration.ofSeconds(12);

    private final SipEndpoint endpoint;
    private final int count;
    private final CallSettings settings;
    private final SipEndpoint.Taker taker = this::take;
    private volatile List<SipLine> lines = List.of();
    private volatile Switchboard switchboard = call -> new Reception.Refuse(Reception.Reason.NOT_NOW);

    /**
     * @param endpoint opened before this provider, and closed after it
     * @param lines    how many calls at one time, 0 to 10000
     * @param settings how their media are handled; {@link CallSettings#STANDARD}
     */
    public SipProvider(SipEndpoint endpoint, int lines, CallSettings settings) {
        if (lines < 0 || lines > 10_000) {
            throw new IllegalArgumentException(lines + " SIP lines; give 0 to 10000.");
        }
        this.endpoint = endpoint;
        this.count = lines;
        this.settings = settings;
    }

    @Override
    public String id() {
        return "sip";
    }

    @Override
    public String name() {
        return "SIP";
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(lines);
    }

    @Override
    public void open(Switchboard switchboard) {
        this.switchboard = switchboard;
        lines = IntStream.rangeClosed(1, count)
                .mapToObj(i -> new SipLine(
                        "sip-" + i, "SIP line " + i, "", endpoint, settings, SipProvider::target, switchboard))
                .toList();
        endpoint.serve(taker);
    }

    /** SIP URIs only; {@code sips:} and transports we do not speak are not reached. */
    private static Optional<SipUri> target(String dialString) {
        return dialString.strip().toLowerCase(Locale.ROOT).startsWith("sip:")
                ? SipUri.read(dialString.strip())
                        .filter(uri -> uri.params()
                                .get("transport")
                                .map(transport -> Transport.named(transport).isPresent())
                                .orElse(true))
                : Optional.empty();
    }

    private Optional<SipEndpoint.Taking> take(SipEndpoint.Arrival arrival) {
        if (lines.isEmpty() || !endpoint.isAdmitted(arrival.incoming().peer())) {
            return Optional.empty();
        }
        return Optional.of(SipLines.take(lines, arrival, switchboard));
    }

    @Override
    public void close() {
        endpoint.serveNoMore(taker);
        SipLines.close(lines, AT_CLOSE);
        lines = List.of();
    }
}
