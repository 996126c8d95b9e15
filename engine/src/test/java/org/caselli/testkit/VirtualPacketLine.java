package org.caselli.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Joins two ends by a packet network in virtual time, as good or as bad as is wished; the same seed gives the same faults.
 * The time jumps from one event to the next, so a call takes as long as its arithmetic.
 */
public final class VirtualPacketLine {
    /** Longer than any fax of a test; a call that takes longer is stuck. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(30);

    /**
     * What the network does to datagrams, in both directions.
     *
     * @param delay      how long each takes at least
     * @param jitter     and how much longer at most; from one packet time on they overtake each other
     * @param loss       the chance, 0 to 1, that a burst of losses begins
     * @param burst      how many datagrams in a row are lost then, 1 or more
     * @param duplicates the chance that one comes twice
     */
    public record Faults(Duration delay, Duration jitter, double loss, int burst, double duplicates) {
        public static final Faults NONE = new Faults(Duration.ofMillis(20), Duration.ZERO, 0, 1, 0);

        public Faults withLoss(double chance, int inARow) {
            return new Faults(delay, jitter, chance, inARow, duplicates);
        }

        public Faults withJitter(Duration most) {
            return new Faults(delay, most, loss, burst, duplicates);
        }

        public Faults withDuplicates(double chance) {
            return new Faults(delay, jitter, loss, burst, chance);
        }
    }

    private record Flight(Instant arrives, long order, boolean toCaller, byte[] datagram) {}

    private final PacketEnd caller;
    private final PacketEnd answerer;
    private final Faults faults;
    private final SplittableRandom random;
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparing(Flight::arrives).thenComparing(Flight::order));
    private final int[] toLose = new int[2];
    private final List<BiConsumer<Boolean, byte[]>> taps = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private long order;
    private long sent;
    private long lost;

    private VirtualPacketLine(PacketEnd caller, PacketEnd answerer, Faults faults, long seed) {
        this.caller = caller;
        this.answerer = answerer;
        this.faults = faults;
        this.random = new SplittableRandom(seed);
    }

    public static VirtualPacketLine between(PacketEnd caller, PacketEnd answerer) {
        return between(caller, answerer, Faults.NONE, 0);
    }

    public static VirtualPacketLine between(PacketEnd caller, PacketEnd answerer, Faults faults, long seed) {
        return new VirtualPacketLine(caller, answerer, faults, seed);
    }

    /** Listens in: each datagram as it is sent, lost ones too; true if the caller sent it. */
    public VirtualPacketLine tap(BiConsumer<Boolean, byte[]> listener) {
        taps.add(listener);
        return this;
    }

    /** Carries the call until both have hung up. */
    public VirtualPacketLine run() {
        launch(answerer.begin(now), true);
        launch(caller.begin(now), false);
        while (!caller.over() || !answerer.over()) {
            Instant next = earliest(deadline(caller), deadline(answerer));
            Flight flight = flights.peek();
            if (flight != null && !flight.arrives().isAfter(next)) {
                flights.remove();
                now = latest(now, flight.arrives());
                PacketEnd end = flight.toCaller() ? caller : answerer;
                if (!end.over()) {
                    launch(end.hear(flight.datagram(), now), !flight.toCaller());
                }
                continue;
            }
            if (next.equals(Instant.MAX)) {
                throw new AssertionError("Both ends wait for ever, after " + elapsed() + ".");
            }
            now = latest(now, next);
            if (elapsed().compareTo(LONGEST_CALL) > 0) {
                throw new AssertionError("The call does not end: " + elapsed() + ".");
            }
            if (!deadline(caller).isAfter(now)) {
                launch(caller.timeUp(now), false);
            }
            if (!deadline(answerer).isAfter(now)) {
                launch(answerer.timeUp(now), true);
            }
        }
        return this;
    }

    /** How long the call took. */
    public Duration elapsed() {
        return Duration.between(Instant.EPOCH, now);
    }

    /** Datagrams that were sent, in both directions. */
    public long sent() {
        return sent;
    }

    /** Datagrams that the network lost. */
    public long lost() {
        return lost;
    }

    private void launch(List<byte[]> datagrams, boolean toCaller) {
        int direction = toCaller ? 1 : 0;
        for (byte[] datagram : datagrams) {
            sent++;
            taps.forEach(tap -> tap.accept(!toCaller, datagram));
            if (toLose[direction] == 0 && random.nextDouble() < faults.loss()) {
                toLose[direction] = faults.burst();
            }
            if (toLose[direction] > 0) {
                toLose[direction]--;
                lost++;
                continue;
            }
            int times = random.nextDouble() < faults.duplicates() ? 2 : 1;
            for (int i = 0; i < times; i++) {
                long jitter = (long) (random.nextDouble() * faults.jitter().toNanos());
                flights.add(new Flight(now.plus(faults.delay()).plusNanos(jitter), order++, toCaller, datagram));
            }
        }
    }

    private static Instant deadline(PacketEnd end) {
        return end.over() ? Instant.MAX : end.deadline();
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
