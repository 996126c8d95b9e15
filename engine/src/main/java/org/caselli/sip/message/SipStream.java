package org.caselli.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a byte stream into messages by their Content-Length (RFC 3261 clauses 7.5 and 18.3). One for each connection.
 * After a {@link Parsed.Malformed} that is {@link #lost()} the place of the next message is unknown: close the connection.
 */
public final class SipStream {
    private byte[] held = new byte[2048];
    private int count;
    /** Up to here no end of a head was found, so the search goes on from here. */
    private int searched;

    private boolean lost;

    /** Whether the stream cannot be followed any further. */
    public boolean lost() {
        return lost;
    }

    /** Takes some octets, and returns all that is complete with them. */
    public List<Parsed> feed(byte[] octets, int offset, int length) {
        List<Parsed> complete = new ArrayList<>(1);
        int at = offset;
        int left = length;
        while (left > 0 && !lost) {
            // In pieces, so that what is held stays bounded however much comes at once.
            int piece = Math.min(left, 65_536);
            hold(octets, at, piece);
            at += piece;
            left -= piece;
            drain(complete);
        }
        return complete;
    }

    private void hold(byte[] octets, int offset, int length) {
        if (count + length > held.length) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, count + length));
        }
        System.arraycopy(octets, offset, held, count, length);
        count += length;
    }

    private void drain(List<Parsed> complete) {
        int start = 0;
        while (!lost) {
            int first = start;
            while (first < count && SipParser.blank(held[first])) {
                first++;
            }
            if (first == count) {
                if (first - start >= 4) {
                    complete.add(new Parsed.KeepAlive(true));
                    start = first;
                }
                break;
            }
            start = first;
            int headEnd = SipParser.headEnd(held, Math.max(start, searched - 3), count);
            if (headEnd < 0) {
                searched = count;
                if (count - start > SipParser.LARGEST_HEAD) {
                    lose(complete, "a head of more than " + SipParser.LARGEST_HEAD + " octets");
                }
                break;
            }
            SipParser.Head head = SipParser.Head.read(held, start, headEnd);
            if (head.contentLength() < 0) {
                // Without it nobody knows where the next message begins (RFC 3261 clause 20.14).
                if (!head.fault().isEmpty() || count > SipParser.bodyStart(held, headEnd) || hasBody(head)) {
                    lose(complete, head.fault().isEmpty() ? "no Content-Length in a stream" : head.fault());
                    break;
                }
            }
            long bodyLength = Math.max(0, head.contentLength());
            if (bodyLength > SipParser.LARGEST_BODY) {
                lose(complete, "a body of " + bodyLength + " octets");
                break;
            }
            int bodyStart = SipParser.bodyStart(held, headEnd);
            int end = bodyStart + (int) bodyLength;
            if (end > count) {
                searched = Math.max(start, headEnd - 2);
                break;
            }
            complete.add(head.message(Arrays.copyOfRange(held, bodyStart, end)));
            start = end;
            searched = end;
        }
        System.arraycopy(held, start, held, 0, count - start);
        count -= start;
        searched = Math.max(0, searched - start);
        if (count == 0 && held.length > 65_536) {
            held = new byte[2048];
        }
    }

    private static boolean hasBody(SipParser.Head head) {
        return head.headers().get("Content-Type").isPresent();
    }

    private void lose(List<Parsed> complete, String reason) {
        complete.add(new Parsed.Malformed(reason, Optional.empty()));
        lost = true;
    }
}
