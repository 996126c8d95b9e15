package org.caselli.sip.message;

import java.util.Optional;

/**
 * One station of a request, and so of the way back of its responses (RFC 3261 clause 20.42).
 *
 * @param transport as written, in upper case: UDP, TCP, TLS, ...
 * @param host      where it was sent from, as that station believes (IPv6 without brackets)
 * @param port      1 to 65535, or 0 where none is written
 * @param params    branch, rport, received and others
 */
public record Via(String transport, String host, int port, Params params) {
    /** With this the branch of a transaction of RFC 3261 begins (clause 8.1.1.7). */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    /**
     * Reads one Via value.
     *
     * @throws MalformedException if it has no transport or host
     */
    public static Via parse(String text) throws MalformedException {
        // sent-protocol may have spaces about its slashes: "SIP / 2.0 / UDP host" (RFC 4475 clause 3.1.1.1)
        int first = text.indexOf('/');
        int second = first < 0 ? -1 : text.indexOf('/', first + 1);
        if (second < 0) {
            throw new MalformedException("a Via without a transport: " + Words.shortened(text));
        }
        String rest = text.substring(second + 1).trim();
        int end = 0;
        while (end < rest.length() && rest.charAt(end) > ' ') {
            end++;
        }
        String transport = rest.substring(0, end);
        if (!Words.isToken(transport)
                || !Words.lower(text.substring(0, first).trim()).equals("sip")) {
            throw new MalformedException("a Via of another protocol: " + Words.shortened(text));
        }
        rest = rest.substring(end).trim();
        int semicolon = rest.indexOf(';');
        String[] parts = Words.hostAndPort((semicolon < 0 ? rest : rest.substring(0, semicolon)).trim());
        Params params = semicolon < 0 ? Params.NONE : Words.params(rest.substring(semicolon));
        return new Via(Words.upper(transport), parts[0], Words.port(parts[1]), params);
    }

    /** The branch; empty where a station of RFC 2543 gave none. */
    public Optional<String> branch() {
        return params.get("branch").filter(branch -> !branch.isEmpty());
    }

    /** The transaction's name if this station follows RFC 3261; empty otherwise. */
    public Optional<String> modernBranch() {
        return branch().filter(branch -> branch.length() > MAGIC_COOKIE.length()
                && branch.regionMatches(true, 0, MAGIC_COOKIE, 0, MAGIC_COOKIE.length()));
    }

    /** As on the wire. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(96).append("SIP/2.0/").append(transport).append(' ');
        Words.host(host, text);
        if (port != 0) {
            text.append(':').append(port);
        }
        return text.append(params).toString();
    }
}
