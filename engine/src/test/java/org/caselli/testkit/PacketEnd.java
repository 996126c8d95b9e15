package org.caselli.testkit;

import java.time.Instant;
import java.util.List;

/** One end of a {@link VirtualPacketLine}. Each call gives the datagrams that it sends at this moment. */
public interface PacketEnd {
    /** The line is through. */
    List<byte[]> begin(Instant now);

    /** A datagram came in. */
    List<byte[]> hear(byte[] datagram, Instant now);

    /** The {@link #deadline()} has come. */
    List<byte[]> timeUp(Instant now);

    /** When {@link #timeUp} is due. */
    Instant deadline();

    /** Whether it has hung up. */
    boolean over();
}
