package org.caselli.t38.udptl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.caselli.t38.udptl.UdptlPacket.Recovery;

/**
 * Puts datagrams back in order: drops doubles, waits a little for what came out of order, repairs gaps from the copies or
 * the parity that later datagrams bring, and says what is lost for good.
 *
 * <p>Sequence numbers are counted on beyond 65535 here, so that "earlier" and "later" are plain comparisons. A datagram far
 * from where we are is believed only when a second one next to it agrees, so that one stray datagram cannot throw us off
 * the track; in this way a far end that starts its count again is followed as well.
 */
public final class UdptlReceiver {
    /** What comes out. */
    public sealed interface Received {
        /** The next packet in order. */
        record Packet(byte[] octets) implements Received {}

        /** So many packets are lost at this place. */
        record Lost(int count) implements Received {}
    }

    /**
     * What came in so far.
     *
     * @param received  datagrams of UDPTL, doubles included
     * @param repaired  packets that were lost and got back from copies or parity
     * @param lost      packets lost for good
     * @param late      datagrams that came when their packet was already given up or repaired
     * @param duplicate datagrams whose packet we had from its own datagram
     * @param malformed datagrams that are not UDPTL
     */
    public record Counters(long received, long repaired, long lost, long late, long duplicate, long malformed) {}

    /** How far ahead a datagram may be without being doubted: 2 s of image packets. Ours; the standard is silent. */
    private static final int WINDOW = 64;
    /** A count that goes on behind the last one is a new count if nothing else came for so long. Ours as well. */
    private static final Duration NEW_COUNT_AFTER = Duration.ofSeconds(2);
    /** How many packets are kept, given out or not, to work out others by parity. */
    private static final int KEPT = 256;
    /** More parity than this in one datagram is not looked at: it costs time, and nobody sends it. */
    private static final int MOST_PARITIES = 16;

    private static final int LONGEST_SPAN = 64;

    private final Duration patience;
    private final Predicate<byte[]> plausible;
    /** Packets by their running number, those given out included; old ones leave. */
    private final TreeMap<Long, byte[]> packets = new TreeMap<>();

    private final TreeMap<Long, Instant> waiting = new TreeMap<>(); // not given out yet: when the datagram came
    private final TreeMap<Long, Parity> parities = new TreeMap<>();
    private final TreeMap<Long, Boolean> ownDatagram = new TreeMap<>();
    private boolean begun;
    private long first; // running number of the first packet of this count
    private long next; // running number of the packet that is to come out next
    private long doubted = -1; // where a far-off datagram said the count is
    private Instant lastProgress = Instant.MIN;
    private long received;
    private long repaired;
    private long lost;
    private long late;
    private long duplicate;
    private long malformed;

    private record Parity(List<Long> covered, byte[] message) {}

    /**
     * @param patience  how long a gap may hold up what came after it
     * @param plausible whether these octets can be a packet: what parity yields has to pass it
     */
    public UdptlReceiver(Duration patience, Predicate<byte[]> plausible) {
        this.patience = patience;
        this.plausible = plausible;
    }

    /** Takes a datagram, whatever it holds, and gives what is now in order. */
    public List<Received> take(byte[] datagram, Instant now) {
        Optional<UdptlPacket> read = UdptlPacket.parse(datagram);
        if (read.isEmpty()) {
            malformed++;
            return List.of();
        }
        received++;
        UdptlPacket packet = read.get();
        long number = place(packet, now);
        if (number < 0) {
            return List.of();
        }
        keep(number, packet, now);
        return release(now);
    }

    /** Gives up gaps that held up others for too long. */
    public List<Received> timeUp(Instant now) {
        return release(now);
    }

    /** When {@link #timeUp} is due; {@link Instant#MAX} if nothing is held up. */
    public Instant deadline() {
        return waiting.isEmpty() ? Instant.MAX : waiting.firstEntry().getValue().plus(patience);
    }

    public Counters counters() {
        return new Counters(received, repaired, lost, late, duplicate, malformed);
    }

    /** Where in the running count this packet belongs, or -1 if it is too late or not believed yet. */
    private long place(UdptlPacket packet, Instant now) {
        int sequence = packet.sequence();
        if (!begun) {
            begun = true;
            // Counts begin at 0 (T.38 clause 9.2.1). If the first ones are lost, the copies may still bring them; a
            // count
            // that begins elsewhere begins with the first datagram that came.
            next = 65536L + (sequence < WINDOW ? 0 : sequence);
            first = next;
            lastProgress = now;
        }
        long number = next + (short) (sequence - (int) next);
        long ahead = number - next;
        if (ahead >= 0 && ahead < WINDOW) {
            doubted = -1;
            lastProgress = now;
            return number;
        }
        if (ahead < 0 && ahead >= -KEPT && lastProgress.plus(NEW_COUNT_AFTER).isAfter(now)) {
            if (ownDatagram.containsKey(number)) {
                duplicate++;
            } else {
                late++;
                ownDatagram.put(number, true);
            }
            return -1;
        }
        if (doubted < 0 || number - doubted < 1 || number - doubted > 8) {
            doubted = number;
            late++;
            return -1;
        }
        int stride = (int) (number - doubted);
        doubted = -1;
        lastProgress = now;
        return newCount(number, ahead, stride);
    }

    private long newCount(long number, long ahead, int stride) {
        if (ahead > 0 && ahead < 32768 - KEPT) {
            return number; // a long silence of the network: what lies between is lost, as release() finds
        }
        long moved = number < next ? number + 65536 : number; // keeps running numbers rising
        packets.clear();
        waiting.clear();
        parities.clear();
        ownDatagram.clear();
        next = moved - stride; // from the datagram that was not believed on: the copies may still bring it
        first = next;
        return moved;
    }

    private void keep(long number, UdptlPacket packet, Instant now) {
        if (ownDatagram.put(number, true) != null) {
            duplicate++;
            return;
        }
        if (packets.putIfAbsent(number, packet.primary()) == null) {
            waiting.put(number, now);
        } else {
            late++;
        }
        switch (packet.recovery()) {
            case Recovery.Secondaries(List<byte[]> copies) -> {
                for (int i = 0; i < copies.size(); i++) {
                    repair(number - 1 - i, copies.get(i), now);
                }
            }
            case Recovery.Parity(int span, List<byte[]> messages) -> {
                int count = messages.size();
                if (span <= LONGEST_SPAN && count <= MOST_PARITIES) {
                    for (int i = 0; i < count; i++) {
                        List<Long> covered = new ArrayList<>(span);
                        for (int k = 1; k <= span; k++) {
                            long earlier = number - (long) k * count + i;
                            if (earlier >= first) {
                                covered.add(earlier);
                            }
                        }
                        parities.put(number * KEPT + i, new Parity(covered, messages.get(i)));
                    }
                }
            }
        }
        solve(now);
    }

    private void repair(long number, byte[] packet, Instant now) {
        if (number >= next && packets.putIfAbsent(number, packet) == null) {
            waiting.put(number, now);
            repaired++;
        }
    }

    /** Works out packets that are the only unknown of some parity, until no more can be. */
    private void solve(Instant now) {
        boolean found = !parities.isEmpty();
        while (found) {
            found = false;
            for (var entries = parities.values().iterator(); entries.hasNext(); ) {
                Parity parity = entries.next();
                long missing = -1;
                int unknown = 0;
                for (long number : parity.covered()) {
                    if (!packets.containsKey(number)) {
                        unknown++;
                        missing = number;
                    }
                }
                if (unknown == 0 || parity.covered().stream().allMatch(number -> number < next)) {
                    entries.remove();
                } else if (unknown == 1) {
                    entries.remove();
                    byte[] packet = parity.message().clone();
                    for (long number : parity.covered()) {
                        byte[] known = packets.get(number);
                        for (int i = 0; known != null && i < Math.min(known.length, packet.length); i++) {
                            packet[i] ^= known[i];
                        }
                    }
                    if (plausible.test(packet)) {
                        repair(missing, packet, now);
                        found = true;
                    }
                }
            }
        }
    }

    /** Gives out what is in order, and what waited long enough for a gap that does not fill. */
    private List<Received> release(Instant now) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Received> out = new ArrayList<>(waiting.size());
        while (!waiting.isEmpty()) {
            long number = waiting.firstKey();
            if (number > next) {
                boolean givenUp =
                        !waiting.firstEntry().getValue().plus(patience).isAfter(now)
                                || waiting.lastKey() - next >= WINDOW;
                if (!givenUp) {
                    break;
                }
                lost += number - next;
                out.add(new Received.Lost((int) (number - next)));
            }
            waiting.remove(number);
            byte[] packet = packets.get(number);
            if (packet != null) {
                out.add(new Received.Packet(packet));
            }
            next = number + 1;
        }
        forget();
        return out;
    }

    private void forget() {
        long oldest = next - KEPT;
        packets.headMap(oldest).clear();
        ownDatagram.headMap(oldest).clear();
        parities.headMap((oldest - WINDOW) * KEPT).clear();
    }
}
