package org.caselli.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Somebody: a display name, a URI and header parameters, as in From, To, Contact and Route (RFC 3261 clause 20.10).
 *
 * @param name   for people, decoded; empty if absent
 * @param uri    the address
 * @param params header parameters, {@code tag} among them
 */
public record NameAddr(String name, Uri uri, Params params) {

    /** One without name and parameters. */
    public static NameAddr of(Uri uri) {
        return new NameAddr("", uri, Params.NONE);
    }

    /**
     * Reads one from a header's value, with or without angle brackets.
     *
     * @throws MalformedException if there is no URI in it
     */
    public static NameAddr parse(String text) throws MalformedException {
        int open = Words.indexOutsideQuotes(text, '<', 0);
        if (open >= 0) {
            int close = text.indexOf('>', open);
            if (close < 0) {
                throw new MalformedException("an address whose '<' is never closed: " + Words.shortened(text));
            }
            String name = Words.unquoted(text.substring(0, open).trim());
            return new NameAddr(
                    Words.utf8(name),
                    Uri.parse(text.substring(open + 1, close).trim()),
                    Words.params(text.substring(close + 1)));
        }
        // Without brackets every parameter belongs to the header, not to the URI (RFC 3261 clause 20).
        int semicolon = text.indexOf(';');
        String uri = semicolon < 0 ? text : text.substring(0, semicolon);
        return new NameAddr(
                "", Uri.parse(uri.trim()), semicolon < 0 ? Params.NONE : Words.params(text.substring(semicolon)));
    }

    /** The tag, which with the other side's tag and the Call-ID names a dialog; empty if there is none. */
    public Optional<String> tag() {
        return params.get("tag").filter(tag -> !tag.isEmpty());
    }

    /** This with another tag. */
    public NameAddr withTag(String tag) {
        return new NameAddr(name, uri, params.with("tag", tag));
    }

    /** As on the wire. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(96);
        if (!name.isEmpty()) {
            text.append('"');
            byte[] octets = name.getBytes(StandardCharsets.UTF_8);
            for (byte octet : octets) {
                char c = (char) (octet & 0xFF);
                if (c == '"' || c == '\\') {
                    text.append('\\');
                }
                text.append(c < ' ' || c == 0x7F ? ' ' : c);
            }
            text.append("\" ");
        }
        return text.append('<').append(uri).append('>').append(params).toString();
    }
}
