package org.caselli.sip.message;

import java.util.Map;

/**
 * One header field.
 *
 * @param name  in its usual spelling, long form
 * @param value unfolded and trimmed; one char an octet
 */
public record Header(String name, String value) {
    private static final Map<String, String> USUAL = Map.ofEntries(
            // compact forms: RFC 3261 clause 7.3.3 and the registry of header fields
            Map.entry("i", "Call-ID"),
            Map.entry("m", "Contact"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("l", "Content-Length"),
            Map.entry("c", "Content-Type"),
            Map.entry("f", "From"),
            Map.entry("s", "Subject"),
            Map.entry("k", "Supported"),
            Map.entry("t", "To"),
            Map.entry("v", "Via"),
            Map.entry("o", "Event"),
            Map.entry("u", "Allow-Events"),
            Map.entry("r", "Refer-To"),
            Map.entry("b", "Referred-By"),
            Map.entry("x", "Session-Expires"),
            Map.entry("call-id", "Call-ID"),
            Map.entry("cseq", "CSeq"),
            Map.entry("www-authenticate", "WWW-Authenticate"),
            Map.entry("mime-version", "MIME-Version"));

    public Header {
        if (!Words.isToken(name)) {
            throw new IllegalArgumentException(
                    "A header is named \"" + Words.shortened(name) + "\"; that is no token.");
        }
        refuseLineBreaks(value);
    }

    static Header read(String name, String value) {
        String usual = USUAL.get(Words.lower(name));
        return new Header(usual == null ? name : usual, value);
    }

    static void refuseLineBreaks(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("A header holds a line break or NUL: " + Words.shortened(text));
            }
        }
    }

    boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
