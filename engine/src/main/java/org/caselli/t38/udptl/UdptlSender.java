package org.caselli.t38.udptl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Numbers packets and packs each into a datagram with copies of the last ones (T.38 clause 9.4.1). */
public final class UdptlSender {
    /** Sequence number, the octet that chooses the recovery, and the number of secondary packets. */
    private static final int HEAD = 4;
    /** The most copies that are ever asked for. */
    private static final int KEPT = 15;

    private final int maxDatagram;
    private final Deque<byte[]> sent = new ArrayDeque<>();
    private int next;

    /**
     * @param maxDatagram most octets in a datagram, 16 to 65507
     */
    public UdptlSender(int maxDatagram) {
        if (maxDatagram < 16 || maxDatagram > 65507) {
            throw new IllegalArgumentException("Datagrams of " + maxDatagram + " octets; give 16 to 65507.");
        }
        this.maxDatagram = maxDatagram;
    }

    /** The largest packet that a datagram has room for, when nothing else is in it. */
    public int largestPacket() {
        int room = Math.min(maxDatagram - HEAD, 16385);
        return room - 1 < 128 ? room - 1 : room - 2;
    }

    /**
     * The datagram for the next packet.
     *
     * @param packet at most {@link #largestPacket()} octets
     * @param copies how many of the packets before it go with it, 0 to 15; fewer do where there is no room
     * @throws IllegalArgumentException if the packet has no room at all
     */
    public byte[] pack(byte[] packet, int copies) {
        if (packet.length > largestPacket()) {
            throw new IllegalArgumentException("A packet of " + packet.length + " octets; the far end takes "
                    + largestPacket() + ". Split its data.");
        }
        int room = maxDatagram - HEAD - UdptlPacket.entrySize(packet.length);
        List<byte[]> secondaries = new ArrayList<>(copies);
        for (byte[] earlier : sent) {
            room -= UdptlPacket.entrySize(earlier.length);
            if (room < 0 || secondaries.size() == copies) {
                break;
            }
            secondaries.add(earlier);
        }
        byte[] datagram = new UdptlPacket(next, packet, new UdptlPacket.Recovery.Secondaries(secondaries)).write();
        next = next + 1 & 0xFFFF;
        sent.addFirst(packet);
        if (sent.size() > KEPT) {
            sent.removeLast();
        }
        return datagram;
    }
}
