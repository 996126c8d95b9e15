package org.caselli.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a form of several parts apart (RFC 7578, in the syntax of RFC 2046 clause 5.1) while it arrives, so that a file
 * need never be in memory as a whole. Our own, because Jetty's reader lets some broken forms hang until the connection's
 * idle time is over.
 */
final class Multipart {
    /** Ours. The headers of one part; browsers send about 150 octets. */
    private static final int MAX_HEADERS = 8 * 1024;

    /** Ours. Files and fields of one form. */
    private static final int MAX_PARTS = 11_000;

    /** Ours. More than the headers of a part and a boundary. */
    private static final int BUFFER = 64 * 1024;

    /** RFC 2046 clause 5.1.1: what a boundary consists of, and that it has 1 to 70 characters. */
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([^\"]{1,70})\"|([0-9A-Za-z'()+_,./:=?-]{1,70}))", Pattern.CASE_INSENSITIVE);

    private final InputStream body;
    private final byte[] delimiter;
    /** What has come and is not yet used: from {@code at} to {@code end}. */
    private final byte[] buffer = new byte[BUFFER];

    private int at;
    private int end;
    private boolean exhausted;
    private int number;

    private Multipart(InputStream body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Takes the parts of a form. */
    interface Parts {
        /**
         * The next part.
         *
         * @param name     of the field
         * @param fileName if it is a file; perhaps empty
         * @param content  its octets; what is not read of them is passed over
         */
        void take(String name, Optional<String> fileName, InputStream content) throws IOException;
    }

    /**
     * Reads a form to its end.
     *
     * @throws ProblemException if it is not a whole form
     * @throws IOException      of {@code body}
     */
    static void read(String contentType, InputStream body, Parts parts) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw broken("its Content-Type names no boundary");
        }
        new Multipart(body, boundary.group(1) == null ? boundary.group(2) : boundary.group(1)).read(parts);
    }

    private static ProblemException broken(String what) {
        return ProblemException.invalid(
                "The form cannot be read: " + what + ".",
                "Send a complete multipart/form-data body with the boundary that its Content-Type names.");
    }

    private void read(Parts parts) throws IOException {
        fill(delimiter.length);
        // The first delimiter may stand at the very beginning, without the line break before it.
        if (startsWith(delimiter, 2)) {
            at = delimiter.length - 2;
        } else {
            pass(new Content(), "its boundary is nowhere in it");
        }
        while (fill(2) && !startsWith(new byte[] {'-', '-'}, 0)) {
            if (number == MAX_PARTS) {
                throw broken("it has more than " + MAX_PARTS + " parts");
            }
            number++;
            endOfLine();
            var content = new Content();
            part(headers(), content, parts);
            pass(content, "it ends within part " + number);
        }
        if (end - at < 2) {
            throw broken("it ends within part " + (number + 1));
        }
    }

    /** Goes on behind the next delimiter. */
    private static void pass(Content content, String otherwise) throws IOException {
        content.skip(Long.MAX_VALUE);
        if (!content.over) {
            throw broken(otherwise);
        }
    }

    /** Has at least so many octets in the buffer, if so many come. */
    private boolean fill(int wanted) throws IOException {
        if (end - at < wanted && at > 0) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
        }
        while (end - at < wanted && !exhausted) {
            int got = body.read(buffer, end, buffer.length - end);
            if (got < 0) {
                exhausted = true;
            } else {
                end += got;
            }
        }
        return end - at >= wanted;
    }

    /** The octets up to the next delimiter. */
    private final class Content extends InputStream {
        /** Whether the delimiter has come, and was passed. */
        private boolean over;
        /** Octets in the buffer, from {@code at}, that are known to belong to the content. */
        private int sure;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (sure == 0 && !look()) {
                return -1;
            }
            int some = Math.min(length, sure);
            System.arraycopy(buffer, at, to, from, some);
            at += some;
            sure -= some;
            return some;
        }

        @Override
        public long skip(long most) throws IOException {
            long passed = 0;
            while (passed < most && (sure > 0 || look())) {
                int some = (int) Math.min(most - passed, sure);
                at += some;
                sure -= some;
                passed += some;
            }
            return passed;
        }

        /** Whether there is more of it. */
        private boolean look() throws IOException {
            if (over) {
                return false;
            }
            fill(delimiter.length);
            int found = find(delimiter);
            if (found == at) {
                at += delimiter.length;
                over = true;
                return false;
            }
            // What could be the beginning of a delimiter waits for more.
            sure = found > at ? found - at : Math.max(0, end - at - delimiter.length + 1);
            if (sure == 0) {
                throw broken(number == 0 ? "its boundary is nowhere in it" : "it ends within part " + number);
            }
            return true;
        }
    }

    /** Goes to the next line; blanks may follow a boundary. */
    private void endOfLine() throws IOException {
        while (fill(1) && (buffer[at] == ' ' || buffer[at] == '\t')) {
            at++;
        }
        if (!fill(2) || !startsWith(new byte[] {'\r', '\n'}, 0)) {
            throw broken("something stands behind a boundary");
        }
        at += 2;
    }

    private String headers() throws IOException {
        if (fill(2) && startsWith(new byte[] {'\r', '\n'}, 0)) {
            at += 2;
            return "";
        }
        byte[] blankLine = {'\r', '\n', '\r', '\n'};
        fill(MAX_HEADERS + blankLine.length);
        int stop = find(blankLine);
        if (stop < 0 || stop - at > MAX_HEADERS) {
            throw broken("the headers of a part do not end");
        }
        var headers = new String(buffer, at, stop - at, StandardCharsets.UTF_8);
        at = stop + blankLine.length;
        return headers;
    }

    private void part(String headers, Content content, Parts parts) throws IOException {
        for (String line : headers.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals("content-disposition")) {
                Optional<String> name = Optional.empty();
                Optional<String> fileName = Optional.empty();
                for (Parameter each : parameters(line)) {
                    switch (each.name()) {
                        case "name" -> name = Optional.of(each.value());
                        case "filename" -> fileName = Optional.of(each.value());
                        default -> {
                            // Other parameters have no meaning in a form.
                        }
                    }
                }
                if (name.isPresent()) {
                    parts.take(name.get(), fileName, content);
                    return;
                }
            }
        }
        throw broken("part " + number + " has no name");
    }

    private record Parameter(String name, String value) {}

    /** What stands behind semicolons. Read by hand: a pattern calls itself for each character of a name. */
    private static List<Parameter> parameters(String line) {
        var parameters = new ArrayList<Parameter>();
        int semicolon = line.indexOf(';');
        while (semicolon >= 0) {
            int equals = line.indexOf('=', semicolon);
            if (equals < 0) {
                break;
            }
            String name = line.substring(line.lastIndexOf(';', equals) + 1, equals)
                    .strip()
                    .toLowerCase(Locale.ROOT);
            int from = equals + 1;
            boolean quoted = from < line.length() && line.charAt(from) == '"';
            int to = quoted ? closing(line, from + 1) : token(line, from);
            if (to < 0) {
                break; // a quotation mark that is not closed
            }
            parameters.add(
                    new Parameter(name, quoted ? unescaped(line.substring(from + 1, to)) : line.substring(from, to)));
            semicolon = line.indexOf(';', to);
        }
        return parameters;
    }

    /** Where the quotation mark is that ends a quoted text, -1 if nowhere. */
    private static int closing(String line, int from) {
        for (int at = from; at < line.length(); at++) {
            switch (line.charAt(at)) {
                case '"' -> {
                    return at;
                }
                case '\\' -> at++;
                default -> {}
            }
        }
        return -1;
    }

    private static int token(String line, int from) {
        int to = from;
        while (to < line.length() && line.charAt(to) != ';' && !Character.isWhitespace(line.charAt(to))) {
            to++;
        }
        return to;
    }

    /** Browsers write a quotation mark as %22; others, after older rules, with a backslash before it. */
    private static String unescaped(String text) {
        return text.replace("\\\"", "\"")
                .replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n");
    }

    /** Whether the pattern, from its {@code from}th octet on, stands next. */
    private boolean startsWith(byte[] pattern, int from) {
        return startsWith(at, pattern, from);
    }

    private boolean startsWith(int place, byte[] pattern, int from) {
        int length = pattern.length - from;
        return place + length <= end && Arrays.equals(buffer, place, place + length, pattern, from, pattern.length);
    }

    /** Where the pattern stands next in the buffer, -1 if nowhere: Horspool's search, which leaps over what cannot match. */
    private int find(byte[] pattern) {
        int length = pattern.length;
        int[] leap = new int[256];
        Arrays.fill(leap, length);
        for (int i = 0; i < length - 1; i++) {
            leap[pattern[i] & 0xFF] = length - 1 - i;
        }
        for (int place = at; place + length <= end; place += leap[buffer[place + length - 1] & 0xFF]) {
            if (startsWith(place, pattern, 0)) {
                return place;
            }
        }
        return -1;
    }
}
