package org.caselli.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The small grammar that all headers share (RFC 3261 clause 25.1). */
final class Words {
    /** More parameters than this on one URI or header are nobody's honest wish. Ours; the standard is silent. */
    private static final int MOST_PARAMS = 128;

    private Words() {}

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static boolean isToken(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && "-.!%*_+`'~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    static boolean hasControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7F) {
                return true;
            }
        }
        return false;
    }

    /** For an error's text. */
    static String shortened(String text) {
        String plain = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return plain.replaceAll("[\\x00-\\x1F\\x7F]", "?");
    }

    /** A decimal number of 0 to {@code most}; -1 if it is none. */
    static long number(String text, long most) {
        if (text.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
            if (value > most) {
                return -1;
            }
        }
        return value;
    }

    /** The first {@code wanted} at or after {@code from} that stands in no quoted string; -1 if there is none. */
    static int indexOutsideQuotes(String text, char wanted, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return -1;
    }

    static void splitAtCommas(String text, List<String> into) {
        int start = 0;
        boolean quoted = false;
        boolean angled = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            if (i < text.length() && quoted && c == '\\') {
                i++;
            } else if (i < text.length() && c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                angled = true;
            } else if (c == '>' && !quoted) {
                angled = false;
            } else if (i == text.length() || (c == ',' && !quoted && !angled)) {
                String part = text.substring(start, i).trim();
                if (!part.isEmpty()) {
                    into.add(part);
                }
                start = i + 1;
            }
        }
    }

    /** Reads {@code ;a=b;c}; what stands before the first semicolon is not looked at. */
    static Params params(String text) {
        int at = indexOutsideQuotes(text, ';', 0);
        if (at < 0) {
            return Params.NONE;
        }
        List<Params.Param> list = new ArrayList<>(4);
        while (at >= 0 && at < text.length() && list.size() < MOST_PARAMS) {
            int end = indexOutsideQuotes(text, ';', at + 1);
            String piece = text.substring(at + 1, end < 0 ? text.length() : end);
            int equals = piece.indexOf('=');
            String name = (equals < 0 ? piece : piece.substring(0, equals)).trim();
            if (!name.isEmpty()) {
                list.add(new Params.Param(
                        name, equals < 0 ? "" : piece.substring(equals + 1).trim()));
            }
            at = end;
        }
        return new Params(list);
    }

    static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"') {
            return text;
        }
        int end = text.length() - (text.charAt(text.length() - 1) == '"' ? 1 : 0);
        if (text.indexOf('\\') < 0) {
            return text.substring(1, end);
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < end) {
                c = text.charAt(++i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** In quotes, as UTF-8 octets, with control characters made spaces. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' || c == 0x7F ? ' ' : c);
        }
        return quoted.append('"').toString();
    }

    /** Text from octets that are UTF-8; those that are not stay as they are. */
    static String utf8(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) >= 0x80) {
                return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return octets;
    }

    static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    c = (char) (high << 4 | low);
                    i += 2;
                }
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** Escapes what may not stand in the user part of a SIP URI. */
    static void escape(String user, StringBuilder into) {
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (isLetterOrDigit(c) || "-_.!~*'()&=+$,;?/".indexOf(c) >= 0) {
                into.append(c);
            } else if (c <= 0xFF) {
                escapeOctet(c, into);
            } else {
                for (byte octet : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    escapeOctet(octet & 0xFF, into);
                }
            }
        }
    }

    private static void escapeOctet(int octet, StringBuilder into) {
        into.append('%').append("0123456789ABCDEF".charAt(octet >> 4)).append("0123456789ABCDEF".charAt(octet & 15));
    }

    /** Takes {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port} apart; the port is "" if absent. */
    static String[] hostAndPort(String text) throws MalformedException {
        String host;
        String port = "";
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0) {
                throw new MalformedException("an IPv6 address whose '[' is never closed");
            }
            host = text.substring(1, close);
            String rest = text.substring(close + 1).trim();
            if (rest.startsWith(":")) {
                port = rest.substring(1).trim();
            } else if (!rest.isEmpty()) {
                throw new MalformedException("something after an IPv6 address: " + shortened(text));
            }
            if (host.isEmpty() || !host.matches("[0-9A-Fa-f:.]+(%[0-9A-Za-z._~-]+)?")) {
                throw new MalformedException("an IPv6 address that is none: " + shortened(text));
            }
        } else {
            int colon = text.indexOf(':');
            host = (colon < 0 ? text : text.substring(0, colon)).trim();
            port = colon < 0 ? "" : text.substring(colon + 1).trim();
            if (host.isEmpty()) {
                throw new MalformedException("no host in \"" + shortened(text) + "\"");
            }
            for (int i = 0; i < host.length(); i++) {
                char c = host.charAt(i);
                if (!isLetterOrDigit(c) && c != '.' && c != '-' && c != '_') {
                    throw new MalformedException("a host that is none: " + shortened(text));
                }
            }
        }
        return new String[] {host, port};
    }

    /** A port of 1 to 65535; 0 for "". */
    static int port(String text) throws MalformedException {
        if (text.isEmpty()) {
            return 0;
        }
        long port = number(text, 65535);
        if (port < 1) {
            throw new MalformedException("a port that is none: " + shortened(text));
        }
        return (int) port;
    }

    static void host(String host, StringBuilder into) {
        if (host.indexOf(':') >= 0) {
            into.append('[').append(host).append(']');
        } else {
            into.append(host);
        }
    }
}
