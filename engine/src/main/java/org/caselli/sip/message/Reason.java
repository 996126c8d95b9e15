package org.caselli.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a request or a response was sent (RFC 3326).
 *
 * @param protocol Q.850, SIP, ... as written
 * @param cause    its number there; 0 if none was given
 * @param text     for people; may be empty
 */
public record Reason(String protocol, int cause, String text) {
    /** The protocol whose causes are those of the telephone network. */
    public static final String Q850 = "Q.850";

    /** Whether this is a cause of the telephone network (ITU-T Q.850). */
    public boolean isQ850() {
        return protocol.equalsIgnoreCase(Q850);
    }

    /** All reasons of a message; what cannot be read is left out. */
    public static List<Reason> of(Headers headers) {
        if (headers.get("Reason").isEmpty()) {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>();
        for (String value : headers.list("Reason")) {
            int semicolon = Words.indexOutsideQuotes(value, ';', 0);
            String protocol = (semicolon < 0 ? value : value.substring(0, semicolon)).trim();
            if (protocol.isEmpty()) {
                continue;
            }
            Params params = semicolon < 0 ? Params.NONE : Words.params(value.substring(semicolon));
            long cause = params.get("cause").map(c -> Words.number(c, 999)).orElse(0L);
            reasons.add(new Reason(
                    protocol,
                    (int) Math.max(0, cause),
                    Words.utf8(params.get("text").orElse(""))));
        }
        return List.copyOf(reasons);
    }

    /** As on the wire. */
    @Override
    public String toString() {
        return protocol + (cause > 0 ? ";cause=" + cause : "") + (text.isEmpty() ? "" : ";text=" + Words.quoted(text));
    }
}
