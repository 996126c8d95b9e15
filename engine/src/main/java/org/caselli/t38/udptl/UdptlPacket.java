package org.caselli.t38.udptl;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A UDPTL packet (T.38 clause 9.2 and Annex A, UDPTLPacket): two octets of sequence number; the primary packet with its
 * length before it; an octet whose highest bit chooses the kind of recovery; then the number of entries and each entry with
 * its length before it. A length below 128 takes one octet, one below 16384 two with the highest bit set (X.691 clause
 * 11.9); longer ones, which would come in pieces, are refused.
 *
 * @param sequence 0 to 65535
 * @param primary  the packet with that number
 * @param recovery what it brings of those before it
 */
record UdptlPacket(int sequence, byte[] primary, Recovery recovery) {
    private static final int LONGEST = 16383;

    /** What a packet brings to make up for lost ones. */
    sealed interface Recovery {
        /** Earlier packets: the one just before this one first, then the one before that. */
        record Secondaries(List<byte[]> packets) implements Recovery {}

        /**
         * Parity (T.38 Annex C): each message is the exclusive-or of {@code span} earlier packets, short ones filled up
         * with zeros. With n messages, message i (0 for the first) covers the packets {@code sequence - n + i},
         * {@code sequence - 2n + i} and so on.
         */
        record Parity(int span, List<byte[]> messages) implements Recovery {}
    }

    /** Reads a datagram; empty if it is none of UDPTL. Octets after the end are left alone. */
    static Optional<UdptlPacket> parse(byte[] datagram) {
        var in = new Cursor(datagram);
        int sequence = in.octet() << 8 | in.octet();
        Optional<byte[]> primary = in.counted();
        if (primary.isEmpty()) {
            return Optional.empty();
        }
        int choice = in.octet();
        if (choice < 0) {
            // Some gateways leave the rest away when they have nothing to repeat.
            return Optional.of(new UdptlPacket(sequence, primary.get(), new Recovery.Secondaries(List.of())));
        }
        if ((choice & 0x80) == 0) {
            return in.list().map(list -> new UdptlPacket(sequence, primary.get(), new Recovery.Secondaries(list)));
        }
        int integerLength = in.octet();
        int span = integerLength == 1 ? in.octet() : -1;
        if (span < 0) {
            return Optional.empty();
        }
        return in.list().map(list -> new UdptlPacket(sequence, primary.get(), new Recovery.Parity(span, list)));
    }

    /** Writes the packet. */
    byte[] write() {
        var out = new ByteArrayOutputStream();
        out.write(sequence >> 8);
        out.write(sequence);
        counted(out, primary);
        switch (recovery) {
            case Recovery.Secondaries(List<byte[]> packets) -> {
                out.write(0);
                list(out, packets);
            }
            case Recovery.Parity(int span, List<byte[]> messages) -> {
                out.write(0x80);
                out.write(1);
                out.write(span);
                list(out, messages);
            }
        }
        return out.toByteArray();
    }

    /** How many octets a packet of so many takes as an entry, its length included. */
    static int entrySize(int octets) {
        return (octets < 128 ? 1 : 2) + octets;
    }

    private static void list(ByteArrayOutputStream out, List<byte[]> entries) {
        length(out, entries.size());
        entries.forEach(entry -> counted(out, entry));
    }

    private static void counted(ByteArrayOutputStream out, byte[] octets) {
        length(out, octets.length);
        out.writeBytes(octets);
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length > LONGEST) {
            throw new IllegalArgumentException(length + " octets in one packet; UDPTL takes " + LONGEST + " at most.");
        }
        if (length >= 128) {
            out.write(0x80 | length >> 8);
        }
        out.write(length);
    }

    /** Reads on, and gives -1 or empty for what is not there. */
    private static final class Cursor {
        private final byte[] octets;
        private int at;

        Cursor(byte[] octets) {
            this.octets = octets;
        }

        int octet() {
            return at < octets.length ? octets[at++] & 0xFF : -1;
        }

        private int length() {
            int first = octet();
            if (first < 0x80) {
                return first;
            }
            int second = octet();
            return first >= 0xC0 || second < 0 ? -1 : (first & 0x3F) << 8 | second;
        }

        Optional<byte[]> counted() {
            int length = length();
            if (length < 0 || length > octets.length - at) {
                return Optional.empty();
            }
            at += length;
            return Optional.of(Arrays.copyOfRange(octets, at - length, at));
        }

        Optional<List<byte[]>> list() {
            int count = length();
            if (count < 0 || count > octets.length - at) { // an entry takes an octet at least
                return Optional.empty();
            }
            List<byte[]> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Optional<byte[]> entry = counted();
                if (entry.isEmpty()) {
                    return Optional.empty();
                }
                entries.add(entry.get());
            }
            return Optional.of(entries);
        }
    }
}
