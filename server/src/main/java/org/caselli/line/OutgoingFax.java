package org.caselli.line;

import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;

/**
 * A fax to be sent in one call.
 *
 * @param dialString   a number ({@code 1002}) or {@code sip:user@host:port;transport=udp}; see {@link Device#reaches}
 * @param callerNumber the number we show as ours; empty for the device's own
 * @param stationId    our identity, told to the receiver (TSI): up to 20 of the letters, digits and signs of T.30; what
 *                     does not fit is dropped
 * @param pages        what is sent, read page by page on the call's thread
 * @param abilities    how it may be sent: {@link Abilities#ALL} unless something is to be held back
 */
public record OutgoingFax(
        String dialString, String callerNumber, String stationId, PageSource pages, Abilities abilities) {
    public OutgoingFax {
        if (dialString.isBlank()) {
            throw new IllegalArgumentException("The fax has no number to dial; give one.");
        }
        if (pages.count() < 1) {
            throw new IllegalArgumentException("The fax to " + dialString + " has no pages; give at least one.");
        }
    }
}
