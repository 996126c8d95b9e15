package org.caselli.call;

/**
 * What passed over a call's media ports.
 *
 * @param faxSent        UDPTL datagrams sent
 * @param faxReceived    UDPTL datagrams received and read
 * @param faxRepaired    packets that were lost and repaired from redundancy or by error correction
 * @param faxLost        packets lost for good
 * @param soundSent      RTP packets sent
 * @param soundReceived  RTP packets received
 * @param refused        datagrams dropped: from a stranger, or not readable
 */
public record PacketCounts(
        long faxSent,
        long faxReceived,
        long faxRepaired,
        long faxLost,
        long soundSent,
        long soundReceived,
        long refused) {
    /** Nothing passed. */
    public static final PacketCounts NONE = new PacketCounts(0, 0, 0, 0, 0, 0, 0);
}
