package org.caselli.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a form of several parts apart (RFC 7578, in the syntax of RFC 2046 clause 5.1). Our own, because Jetty's reader lets
 * some broken forms hang until the connection's idle time is over, and because a submission is in memory anyway.
 */
final class Multipart {
    /** Ours. The headers of one part; browsers send about 150 octets. */
    private static final int MAX_HEADERS = 8 * 1024;

    /** Ours. Files and fields of one form. */
    private static final int MAX_PARTS = 11_000;

    /** RFC 2046 clause 5.1.1: what a boundary consists of, and that it has 1 to 70 characters. */
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([^\"]{1,70})\"|([0-9A-Za-z'()+_,./:=?-]{1,70}))", Pattern.CASE_INSENSITIVE);

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([a-zA-Z]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s\"]+))");

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * One part.
     *
     * @param name     of the field
     * @param fileName if it is a file; perhaps empty
     * @param content  its octets
     */
    record Part(String name, Optional<String> fileName, byte[] content) {}

    /**
     * The parts of a form, in order.
     *
     * @throws ProblemException if it is not a whole form
     */
    static List<Part> parts(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw broken("its Content-Type names no boundary");
        }
        return new Multipart(body, boundary.group(1) == null ? boundary.group(2) : boundary.group(1)).parts();
    }

    private static ProblemException broken(String what) {
        return ProblemException.invalid(
                "The form cannot be read: " + what + ".",
                "Send a complete multipart/form-data body with the boundary that its Content-Type names.");
    }

    private List<Part> parts() {
        var parts = new ArrayList<Part>();
        // The first delimiter may stand at the very beginning, without the line break before it.
        if (startsWith(0, delimiter, 2)) {
            at = delimiter.length - 2;
        } else {
            at = find(delimiter, 0);
            if (at < 0) {
                throw broken("its boundary is nowhere in it");
            }
            at += delimiter.length;
        }
        while (!startsWith(at, new byte[] {'-', '-'}, 0)) {
            if (parts.size() == MAX_PARTS) {
                throw broken("it has more than " + MAX_PARTS + " parts");
            }
            endOfLine();
            String headers = headers();
            int end = find(delimiter, at);
            if (end < 0) {
                throw broken("it ends within part " + (parts.size() + 1));
            }
            parts.add(part(headers, Arrays.copyOfRange(body, at, end), parts.size() + 1));
            at = end + delimiter.length;
        }
        return parts;
    }

    /** Goes to the next line; blanks may follow a boundary. */
    private void endOfLine() {
        while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
        if (!startsWith(at, new byte[] {'\r', '\n'}, 0)) {
            throw broken("something stands behind a boundary");
        }
        at += 2;
    }

    private String headers() {
        if (startsWith(at, new byte[] {'\r', '\n'}, 0)) {
            at += 2;
            return "";
        }
        int end = find(new byte[] {'\r', '\n', '\r', '\n'}, at);
        if (end < 0 || end - at > MAX_HEADERS) {
            throw broken("the headers of a part do not end");
        }
        var headers = new String(body, at, end - at, StandardCharsets.UTF_8);
        at = end + 4;
        return headers;
    }

    private static Part part(String headers, byte[] content, int number) {
        for (String line : headers.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals("content-disposition")) {
                Optional<String> name = Optional.empty();
                Optional<String> fileName = Optional.empty();
                Matcher parameter = PARAMETER.matcher(line);
                while (parameter.find()) {
                    String value = parameter.group(2) == null ? parameter.group(3) : unescaped(parameter.group(2));
                    switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                        case "name" -> name = Optional.of(value);
                        case "filename" -> fileName = Optional.of(value);
                        default -> {
                            // Other parameters have no meaning in a form.
                        }
                    }
                }
                if (name.isPresent()) {
                    return new Part(name.get(), fileName, content);
                }
            }
        }
        throw broken("part " + number + " has no name");
    }

    /** Browsers write a quotation mark as %22; others, after older rules, with a backslash before it. */
    private static String unescaped(String text) {
        return text.replace("\\\"", "\"")
                .replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n");
    }

    /** Whether the pattern, from its {@code from}th octet on, stands at this place. */
    private boolean startsWith(int place, byte[] pattern, int from) {
        int length = pattern.length - from;
        return place + length <= body.length
                && Arrays.equals(body, place, place + length, pattern, from, pattern.length);
    }

    /** Where the pattern stands next, -1 if nowhere: Horspool's search, which leaps over what cannot match. */
    private int find(byte[] pattern, int from) {
        int length = pattern.length;
        int[] leap = new int[256];
        Arrays.fill(leap, length);
        for (int i = 0; i < length - 1; i++) {
            leap[pattern[i] & 0xFF] = length - 1 - i;
        }
        for (int place = from; place + length <= body.length; place += leap[body[place + length - 1] & 0xFF]) {
            if (startsWith(place, pattern, 0)) {
                return place;
            }
        }
        return -1;
    }
}
