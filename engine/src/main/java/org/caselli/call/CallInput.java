package org.caselli.call;

import org.caselli.outcome.Outcome;
import org.caselli.sip.Output.CallEvent;

/** What a {@link FaxCall} is told. */
public sealed interface CallInput {
    /** Something happened to our SIP call. */
    record Signalled(CallEvent event) implements CallInput {}

    /** A datagram came to our fax port. The octets are kept. */
    record FaxPacket(MediaAddress from, byte[] octets) implements CallInput {}

    /** A datagram came to our sound port. */
    record SoundPacket(MediaAddress from, byte[] octets) implements CallInput {}

    /** The page of {@link CallOutput.Keep} is durable. */
    record Kept() implements CallInput {}

    /** The page of {@link CallOutput.Keep} could not be stored. */
    record CannotKeep(String reason) implements CallInput {}

    /** Somebody wants the call to end, in good order. Of several the first counts. */
    record Stop(Outcome why) implements CallInput {}

    /** The {@link FaxCall#deadline()} has come. */
    record TimeUp() implements CallInput {}
}
