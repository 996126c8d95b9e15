package org.caselli.call;

import java.time.Instant;
import java.util.Optional;
import org.caselli.image.Coding;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Carrier;

/**
 * What is known of a call; final when it is over.
 *
 * @param outcome         how it ended; empty while nobody knows
 * @param farIdentity     what the far machine calls itself (CSI or TSI); empty if it did not say
 * @param carrier         the last agreed speed
 * @param coding          the last agreed coding
 * @param errorCorrection whether ECM was agreed
 * @param pagesConfirmed  pages confirmed by the far end, or by us
 * @param answered        when the call was answered
 * @param sipStatus       the final response to the INVITE
 * @param faxFrom         where the far end's fax packets come from; unknown if none came
 * @param packets         what passed over our media ports
 */
public record CallResult(
        Optional<Outcome> outcome,
        String farIdentity,
        Optional<Carrier> carrier,
        Optional<Coding> coding,
        boolean errorCorrection,
        int pagesConfirmed,
        Optional<Instant> answered,
        Optional<Integer> sipStatus,
        MediaAddress faxFrom,
        PacketCounts packets) {}
