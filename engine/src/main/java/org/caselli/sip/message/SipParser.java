package org.caselli.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads messages. Kind to what real machines send: compact forms, folded lines, odd case, lone line feeds, spaces before
 * colons, an absent Content-Length in a datagram. Strict where kindness would be guessing, and never trusting a length.
 * It throws nothing: what is no message is {@link Parsed.Malformed}.
 */
public final class SipParser {
    /** The largest head (start line and headers), octets. Ours; a datagram holds less anyway. */
    static final int LARGEST_HEAD = 65_535;
    /** The largest body, octets. Ours: an SDP has about 500. */
    static final int LARGEST_BODY = 262_144;
    /** The most header lines. Ours. */
    static final int MOST_HEADERS = 256;

    private SipParser() {}

    /** Reads one datagram. Octets after a body of the announced length are dropped (RFC 3261 clause 18.3). */
    public static Parsed datagram(byte[] octets) {
        return datagram(octets, 0, octets.length);
    }

    /** Reads one datagram from a part of an array; nothing of the array is kept. */
    public static Parsed datagram(byte[] octets, int offset, int length) {
        int start = offset;
        int end = offset + length;
        while (start < end && blank(octets[start])) {
            start++;
        }
        if (start == end) {
            return new Parsed.KeepAlive(length >= 4);
        }
        if (length > LARGEST_HEAD + LARGEST_BODY) {
            return new Parsed.Malformed("a message of " + length + " octets", Optional.empty());
        }
        int headEnd = headEnd(octets, start, end);
        int bodyStart = headEnd < 0 ? end : bodyStart(octets, headEnd);
        Head head = Head.read(octets, start, headEnd < 0 ? end : headEnd);
        int bodyLength = end - bodyStart;
        if (head.contentLength() >= 0) {
            if (head.contentLength() > bodyLength) {
                return head.malformed("a Content-Length of " + head.contentLength() + " where " + bodyLength
                        + " octets follow"); // RFC 3261 clause 18.3: answered with 400
            }
            bodyLength = (int) head.contentLength();
        }
        return head.message(Arrays.copyOfRange(octets, bodyStart, bodyStart + bodyLength));
    }

    static boolean blank(byte octet) {
        return octet == '\r' || octet == '\n' || octet == ' ' || octet == '\t' || octet == 0;
    }

    /** Where the empty line after the head begins; -1 if there is none. */
    static int headEnd(byte[] octets, int start, int end) {
        for (int i = start; i < end; i++) {
            if (octets[i] == '\n') {
                int next = i + 1;
                if (next < end && octets[next] == '\r') {
                    next++;
                }
                if (next < end && octets[next] == '\n') {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    /** Where the body begins, given {@link #headEnd}. */
    static int bodyStart(byte[] octets, int headEnd) {
        return headEnd + (octets[headEnd] == '\r' ? 2 : 1);
    }

    /**
     * Start line and headers, read as far as they can be.
     *
     * @param contentLength -1 if absent
     * @param fault         what is wrong with it; empty if nothing is
     */
    record Head(String startLine, Headers headers, long contentLength, String fault) {

        static Head read(byte[] octets, int start, int end) {
            if (end - start > LARGEST_HEAD) {
                return new Head("", new Headers(List.of()), -1, "a head of more than " + LARGEST_HEAD + " octets");
            }
            List<String> lines = unfolded(new String(octets, start, end - start, StandardCharsets.ISO_8859_1));
            if (lines.size() > MOST_HEADERS + 1) {
                return new Head("", new Headers(List.of()), -1, "more than " + MOST_HEADERS + " headers");
            }
            List<Header> list = new ArrayList<>(lines.size());
            String fault = "";
            long contentLength = -1;
            for (String line : lines.subList(1, lines.size())) {
                int colon = line.indexOf(':');
                String name = colon < 0 ? "" : line.substring(0, colon).trim();
                if (!Words.isToken(name) || line.indexOf(0) >= 0) {
                    fault = "a header line that is none: " + Words.shortened(line);
                    continue;
                }
                Header header = Header.read(name, line.substring(colon + 1).trim());
                list.add(header);
                if (header.named("Content-Length")) {
                    long value = Words.number(header.value(), Integer.MAX_VALUE);
                    if (value < 0 || (contentLength >= 0 && contentLength != value)) {
                        fault = "a Content-Length that is none: " + Words.shortened(header.value());
                    }
                    contentLength = Math.max(contentLength, value);
                }
            }
            return new Head(lines.getFirst(), new Headers(list), contentLength, fault);
        }

        /** The lines of a head, with those that begin with white space joined to the line before (clause 7.3.1). */
        private static List<String> unfolded(String head) {
            List<String> lines = new ArrayList<>(24);
            StringBuilder folded = new StringBuilder(); // not empty while the last line is being continued
            int start = 0;
            while (start < head.length()) {
                int feed = head.indexOf('\n', start);
                int end = feed < 0 ? head.length() : feed;
                String line = head.substring(start, end).replace('\r', ' ').stripTrailing();
                boolean continues = !lines.isEmpty() && (head.charAt(start) == ' ' || head.charAt(start) == '\t');
                if (continues && !line.isEmpty()) {
                    if (folded.isEmpty()) {
                        folded.append(lines.getLast());
                    }
                    folded.append(' ').append(line.strip());
                } else if (!continues && !line.isEmpty()) {
                    unfold(folded, lines);
                    lines.add(line);
                }
                start = end + 1;
            }
            unfold(folded, lines);
            return lines.isEmpty() ? List.of("") : lines;
        }

        private static void unfold(StringBuilder folded, List<String> lines) {
            if (!folded.isEmpty()) {
                lines.set(lines.size() - 1, folded.toString());
                folded.setLength(0);
            }
        }

        Parsed message(byte[] body) {
            if (!fault.isEmpty()) {
                return malformed(fault);
            }
            try {
                return new Parsed.Message(Words.lower(startLine).startsWith("sip/") ? response(body) : request(body));
            } catch (MalformedException e) {
                return malformed(e.reason());
            } catch (IllegalArgumentException e) {
                // A record refused a value that the grammar let through (a control character, say).
                return malformed(e.getMessage() == null ? "a value that is refused" : e.getMessage());
            }
        }

        private Response response(byte[] body) throws MalformedException {
            String[] parts = startLine.trim().split(" +", 3);
            if (!parts[0].equalsIgnoreCase("SIP/2.0")) {
                throw new MalformedException("a response of another version: " + Words.shortened(startLine));
            }
            long status = parts.length < 2 ? -1 : Words.number(parts[1], 699);
            if (status < 100) {
                throw new MalformedException("a response without a status: " + Words.shortened(startLine));
            }
            Envelope envelope = Envelope.of(headers);
            return new Response((int) status, parts.length < 3 ? "" : parts[2], envelope, headers, body);
        }

        private Request request(byte[] body) throws MalformedException {
            String line = startLine.trim();
            int first = line.indexOf(' ');
            int last = line.lastIndexOf(' ');
            if (first < 0 || last == first) {
                throw new MalformedException("a start line that is none: " + Words.shortened(startLine));
            }
            String method = line.substring(0, first);
            String version = line.substring(last + 1);
            String uri = line.substring(first + 1, last).trim();
            if (!version.equalsIgnoreCase("SIP/2.0")) {
                throw new MalformedException("a request of another version: " + Words.shortened(version));
            }
            if (!Words.isToken(method)) {
                throw new MalformedException("a method that is none: " + Words.shortened(method));
            }
            if (uri.startsWith("<") || uri.indexOf(' ') >= 0) {
                throw new MalformedException("a request URI in brackets or with spaces"); // RFC 4475 clause 3.1.2.9
            }
            Envelope envelope = Envelope.of(headers);
            if (!envelope.cseq().method().equals(method)) {
                throw new MalformedException("a CSeq of another method"); // RFC 4475 clause 3.1.2.17
            }
            return new Request(method, Uri.parse(uri), envelope, headers, body);
        }

        Parsed.Malformed malformed(String reason) {
            return new Parsed.Malformed(reason, answer(reason));
        }

        /** The answer to a request that is malformed, but whose sender can be told so. */
        private Optional<Response> answer(String reason) {
            String line = startLine.trim();
            if (line.isEmpty() || Words.lower(line).startsWith("sip/") || line.startsWith("ACK ")) {
                return Optional.empty();
            }
            String version = line.substring(line.lastIndexOf(' ') + 1);
            boolean old = Words.lower(version).startsWith("sip/") && !version.equalsIgnoreCase("SIP/2.0");
            List<Header> copied = new ArrayList<>();
            for (Header header : headers.list()) {
                if (header.named("Via")
                        || header.named("From")
                        || header.named("To")
                        || header.named("Call-ID")
                        || header.named("CSeq")) {
                    copied.add(header);
                }
            }
            try {
                Envelope.of(new Headers(copied));
                return Optional.of(
                        old
                                ? Response.of(505, "Version Not Supported", new Headers(copied), new byte[0])
                                : Response.of(
                                        400,
                                        "Bad Request (" + Words.shortened(reason) + ")",
                                        new Headers(copied),
                                        new byte[0]));
            } catch (MalformedException | IllegalArgumentException _) {
                return Optional.empty(); // nobody to answer: the diary has the reason
            }
        }
    }
}
