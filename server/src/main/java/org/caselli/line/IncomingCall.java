package org.caselli.line;

import java.time.Instant;

/**
 * A call that asks to be answered.
 *
 * @param callId        unique for ever; see {@link LiveCall#id()}
 * @param deviceId      the line it came in on
 * @param calledNumber  the number or user part it was addressed to; empty if it had none
 * @param callerNumber  the number or user part of the caller; empty if withheld
 * @param callerName    the display name of the caller; empty if none
 * @param remoteAddress the network address the call came from, {@code host:port}
 * @param at            when it came in
 */
public record IncomingCall(
        String callId,
        String deviceId,
        String calledNumber,
        String callerNumber,
        String callerName,
        String remoteAddress,
        Instant at) {}
