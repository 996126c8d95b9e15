package org.caselli.sip.message;

import java.util.Optional;

/**
 * A SIP URI (RFC 3261 clause 19.1).
 *
 * @param scheme  sip or sips
 * @param user    decoded; empty if absent. A password is dropped when reading
 * @param host    a name or an address (IPv6 without brackets); never empty
 * @param port    1 to 65535, or 0 where none is written
 * @param params  its parameters
 * @param headers what follows the question mark; empty if absent
 */
public record SipUri(String scheme, String user, String host, int port, Params params, String headers) implements Uri {
    public SipUri {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("A SIP URI needs a host, as in sip:fax@example.org.");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("The port of a SIP URI is " + port + "; give 1 to 65535.");
        }
        Header.refuseLineBreaks(user);
        Header.refuseLineBreaks(host);
        Header.refuseLineBreaks(headers);
    }

    /** {@code sip:user@host:port}; an empty user and port 0 are left out. */
    public static SipUri of(String user, String host, int port) {
        return new SipUri("sip", user, host, port, Params.NONE, "");
    }

    /** Reads what a person wrote: a URI, with or without {@code sip:}; empty if it is none. */
    public static Optional<SipUri> read(String text) {
        String trimmed = text.trim();
        boolean schemed =
                Words.lower(trimmed).startsWith("sip:") || Words.lower(trimmed).startsWith("sips:");
        try {
            return Uri.parse(schemed ? trimmed : "sip:" + trimmed) instanceof SipUri uri
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    static SipUri parseAfter(String scheme, String text) throws MalformedException {
        // The user part may hold ';' and '?' (RFC 3261 clause 25.1), so look for its end first.
        int at = text.indexOf('@');
        String user = "";
        if (at >= 0) {
            String userInfo = text.substring(0, at);
            int colon = userInfo.indexOf(':');
            user = Words.unescaped(colon < 0 ? userInfo : userInfo.substring(0, colon));
            if (Words.hasControls(user)) {
                throw new MalformedException("URI with a control character in its user");
            }
        }
        String rest = text.substring(at + 1);
        int question = rest.indexOf('?');
        String headers = question < 0 ? "" : rest.substring(question + 1);
        if (question >= 0) {
            rest = rest.substring(0, question);
        }
        int semicolon = rest.indexOf(';');
        String hostPort = (semicolon < 0 ? rest : rest.substring(0, semicolon)).trim();
        Params params = semicolon < 0 ? Params.NONE : Words.params(rest.substring(semicolon));
        String[] parts = Words.hostAndPort(hostPort);
        return new SipUri(scheme, user, parts[0], Words.port(parts[1]), params, headers);
    }

    @Override
    public String number() {
        int end = user.indexOf(';');
        String plain = end < 0 ? user : user.substring(0, end);
        return plain.matches("\\+?[0-9A-Fa-f*#().-]*[0-9][0-9A-Fa-f*#().-]*") ? withoutSeparators(plain) : plain;
    }

    static String withoutSeparators(String number) {
        return number.replaceAll("[-.()]", "");
    }

    /** Where a request to this URI goes, without a look at DNS (RFC 3263 clause 4.1 without NAPTR and SRV). */
    public Hop hop() {
        return hop(Transport.UDP);
    }

    /** As {@link #hop()}, with another transport where the URI names none. */
    public Hop hop(Transport fallback) {
        Transport transport = params.get("transport").flatMap(Transport::named).orElse(fallback);
        return new Hop(
                transport,
                params.get("maddr").filter(m -> !m.isEmpty()).orElse(host),
                port == 0 ? transport.standardPort() : port);
    }

    /** This URI with a parameter set. */
    public SipUri with(String name, String value) {
        return new SipUri(scheme, user, host, port, params.with(name, value), headers);
    }

    /** This URI as it may stand in a request line: without headers (RFC 3261 table 1). */
    public SipUri forRequestLine() {
        return headers.isEmpty() && !params.has("method")
                ? this
                : new SipUri(scheme, user, host, port, params.without("method"), "");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(64).append(scheme).append(':');
        if (!user.isEmpty()) {
            Words.escape(user, text);
            text.append('@');
        }
        Words.host(host, text);
        if (port != 0) {
            text.append(':').append(port);
        }
        text.append(params);
        if (!headers.isEmpty()) {
            text.append('?').append(headers);
        }
        return text.toString();
    }
}
