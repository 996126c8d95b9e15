package org.caselli.faxcom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one port is doing, as it was when it was asked for or last refreshed. From {@link FaxPort#getStatus()}.
 *
 * <p>{@link #isSend()} and {@link #isReceive()} tell which it is, and both are false while it is idle. What belongs to
 * one direction is empty, 0 or absent in the other: numbers are 0, texts empty, times absent if there is nothing to
 * tell. Somebody who wants to follow a port need not poll it as on Windows: faxcomex tells by events.
 *
 * <pre>{@code
 * FaxStatus status = port.getStatus();
 * while (status.isSend() || status.isReceive()) {
 *     System.out.println(status.getDescription() + ", page " + status.getCurrentPage());
 *     Thread.sleep(500);
 *     status.refresh();
 * }
 * }</pre>
 */
public interface FaxStatus {
    /**
     * Looks again: all values are those of this moment, and belong together. Needs {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_BAD_UNIT if the device is gone; the last values stay
     */
    void refresh();

    /** While sending, the number that was dialled; else empty. */
    String getAddress();

    /**
     * While receiving, the number that the telephone network gave for the caller; empty if it gave none, and while
     * sending.
     */
    String getCallerId();

    /**
     * What the receiving side calls itself: the far end while sending, this port while receiving. Empty as long as it
     * is not known.
     */
    String getCsid();

    /**
     * The page that is being sent, from 1, or received; 0 before the first one and while idle. The original is at odds
     * about receiving; here it counts then as well.
     */
    int getCurrentPage();

    /**
     * What the port is doing, for people, in English: Available, Initializing, Dialing, Sending, Ringing, Answered,
     * Receiving, Aborting, Disconnected or Offline.
     */
    String getDescription();

    /** The number of the device, {@link FaxPort#getDeviceId()}. */
    int getDeviceId();

    /** The device's name for people. */
    String getDeviceName();

    /** While sending, the name of the document for people, {@link FaxDoc#getDisplayName()}; else empty. */
    String getDocumentName();

    /** While sending, how many bytes the fax has as TIFF; else 0. */
    int getDocumentSize();

    /**
     * How long the call has lasted by the server's clock; zero while idle. The original has a date here, of which its
     * documents say that it counts seconds.
     */
    Duration getElapsedTime();

    /** While sending, how many pages the fax has, its cover page included; else 0. */
    int getPageCount();

    /**
     * Whether the port is receiving, from the answer until the line is free. Not to be taken for
     * {@link FaxPort#isReceive()}, which tells whether it may.
     */
    boolean isReceive();

    /** While sending, who is to get the fax; else empty. The original has it for receiving, when nobody knows. */
    String getRecipientName();

    /**
     * While receiving, the number that was called, with what the line may know besides after a bar:
     * {@code +14255550123|17}. Empty if nothing is known, and while sending. On Windows servers it is always empty.
     */
    String getRoutingString();

    /**
     * Whether the port is sending, from dialling until the line is free. Not to be taken for {@link FaxPort#isSend()},
     * which tells whether it may.
     */
    boolean isSend();

    /** While sending, the sender's name; else empty. */
    String getSenderName();

    /** When the call began; absent while idle. */
    Optional<Instant> getStartTime();

    /** While sending, when the fax was submitted; else absent. */
    Optional<Instant> getSubmittedTime();

    /**
     * What the sending side calls itself: this port while sending, the far end while receiving. Empty as long as it is
     * not known.
     */
    String getTsid();
}
