package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * The call of a job: that of the attempt that runs, else of the last one since the submission or the last restart. What the
 * documented FaxJobStatus tells of it.
 *
 * @param deviceId  the number of the line that carries or carried it; 0 if that is registered no more
 * @param callId    under which its diary is kept; empty until it came to a call
 * @param startedAt when the attempt began (TransmissionStart)
 * @param endedAt   when it ended (TransmissionEnd); empty while it runs
 * @param farId     what the far machine calls itself (CSID); empty until that is known
 * @param page      the page that was begun last, 1 for the first of the fax; 0 before it
 * @param agreed    whether the two machines have agreed on a speed
 */
public record Transmission(
        int deviceId,
        String callId,
        Instant startedAt,
        Optional<Instant> endedAt,
        String farId,
        int page,
        boolean agreed) {
    private static final int INITIALIZING = 2;
    private static final int DIALING = 3;
    private static final int TRANSMITTING = 4;

    /** FAX_JOB_EXTENDED_STATUS_ENUM while it is on the line: 2 until there is a call, 3 until a fax machine is heard, then 4. */
    int phase() {
        if (callId.isEmpty()) {
            return INITIALIZING;
        }
        return farId.isEmpty() && !agreed && page == 0 ? DIALING : TRANSMITTING;
    }
}
