package org.caselli.line;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.call.DiaryLine;
import org.caselli.call.PacketCounts;
import org.caselli.image.Coding;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Carrier;

/**
 * How a call went, once it is over.
 *
 * @param callId          {@link LiveCall#id()}
 * @param outgoing        whether we called
 * @param deviceId        the line that carried it
 * @param callerNumber    who called; empty if unknown
 * @param calledNumber    who was called
 * @param outcome         how it ended
 * @param farIdentity     what the far machine calls itself (CSI or TSI), trimmed; empty if it did not say
 * @param carrier         the last agreed speed; empty if none was agreed
 * @param coding          the last agreed coding; empty if none was agreed
 * @param errorCorrection whether ECM was agreed
 * @param pagesConfirmed  pages confirmed by the far end, or by us, counted from the first
 * @param started         when our INVITE left, or theirs came
 * @param answered        when the call was answered; empty if it never was
 * @param ended           when it was over
 * @param signalling      what SIP and the network saw of it
 * @param diary           everything heard, said and decided, in order
 */
public record CallReport(
        String callId,
        boolean outgoing,
        String deviceId,
        String callerNumber,
        String calledNumber,
        Outcome outcome,
        String farIdentity,
        Optional<Carrier> carrier,
        Optional<Coding> coding,
        boolean errorCorrection,
        int pagesConfirmed,
        Instant started,
        Optional<Instant> answered,
        Instant ended,
        Signalling signalling,
        List<DiaryLine> diary) {

    public CallReport {
        diary = List.copyOf(diary);
    }

    /**
     * What SIP and the network saw of a call.
     *
     * @param sipCallId     the Call-ID header; empty where no SIP was spoken
     * @param sipStatus     the final response to the INVITE, 200 to 699; empty if none came
     * @param remoteAddress where signalling went or came from, {@code host:port}; empty if it never left
     * @param mediaAddress  where the far end's fax packets came from, {@code host:port}; empty if none came
     * @param packets       counted at our media ports
     */
    public record Signalling(
            String sipCallId,
            Optional<Integer> sipStatus,
            String remoteAddress,
            String mediaAddress,
            PacketCounts packets) {
        /** For a call that never left. */
        public static final Signalling NONE = new Signalling("", Optional.empty(), "", "", PacketCounts.NONE);
    }
}
