package org.caselli.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A challenge, or the credentials that answer one: a scheme and its parameters between commas (RFC 3261 clause 25.1,
 * {@code challenge} and {@code credentials}).
 *
 * @param scheme in lower case: {@code digest}
 * @param params as they stood
 */
public record AuthParams(String scheme, Params params) {
    /** More than these are nobody's honest wish. Ours; digest knows fifteen. */
    private static final int MOST = 64;

    /** Reads the value of one WWW-Authenticate, Authorization or their sisters; empty if it is none. */
    public static Optional<AuthParams> read(String value) {
        String trimmed = value.trim();
        int space = trimmed.indexOf(' ');
        if (space < 1 || !Words.isToken(trimmed.substring(0, space))) {
            return Optional.empty();
        }
        List<Params.Param> list = new ArrayList<>();
        int start = space + 1;
        while (start <= trimmed.length() && list.size() < MOST) {
            int comma = Words.indexOutsideQuotes(trimmed, ',', start);
            int end = comma < 0 ? trimmed.length() : comma;
            String piece = trimmed.substring(start, end);
            int equals = piece.indexOf('=');
            String name = equals < 0 ? "" : piece.substring(0, equals).trim();
            if (Words.isToken(name)) { // anything else is no auth-param-name, and nobody asks for it
                list.add(new Params.Param(name, piece.substring(equals + 1).trim()));
            }
            start = end + 1;
        }
        return Optional.of(new AuthParams(trimmed.substring(0, space).toLowerCase(Locale.ROOT), new Params(list)));
    }

    /** Whether the scheme is Digest (RFC 7616). */
    public boolean isDigest() {
        return scheme.equals("digest");
    }

    /** The parameter's value without quotes; empty text if it is not there. */
    public String get(String name) {
        return params.get(name).orElse("");
    }

    /** A text as it stands between quotes. */
    public static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
