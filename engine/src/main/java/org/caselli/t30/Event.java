package org.caselli.t30;

import org.caselli.outcome.Outcome;

/** What a line tells a {@link T30Session}. Octets are as in {@link Action}: most significant bit first on the line. */
public sealed interface Event {

    /** The last signal that was queued has left the line completely. */
    record Said() implements Event {}

    /** The far end sends this tone. */
    record HeardTone(Tone tone) implements Event {}

    /** V.21 flags arrive: a frame may follow. Timers that wait for a frame are held while they do. */
    record HeardFlags() implements Event {}

    /**
     * A frame came in at 300 bit/s.
     *
     * @param frame  from the address octet to the last octet before the frame check; perhaps garbage if not intact
     * @param intact whether its frame check was right
     */
    record HeardFrame(byte[] frame, boolean intact) implements Event {}

    /** The 300 bit/s carrier went away: no more frames follow the last one. */
    record FramesEnded() implements Event {}

    /** A high-speed carrier is there and trained; bits or frames follow. */
    record CarrierFound(Carrier carrier) implements Event {}

    /** Bits of the training check or of a page without error correction, in order, as many as have come. */
    record HeardBits(byte[] octets) implements Event {}

    /** A frame of an error-corrected block, as {@link HeardFrame}. */
    record HeardBlockFrame(byte[] frame, boolean intact) implements Event {}

    /** The high-speed carrier went away, or its training failed ({@code trained} false). */
    record CarrierLost(boolean trained) implements Event {}

    /** The page of the last {@link Action.KeepPage} could not be stored. */
    record CannotKeep(String reason) implements Event {}

    /** The call is gone, or somebody ended it; nothing more can be said. */
    record LineGone(Outcome why) implements Event {}

    /** Somebody wants this conversation to end in good order, by DCN where possible. */
    record Stop(Outcome why) implements Event {}

    /** The {@link T30Session#deadline()} has come. */
    record TimeUp() implements Event {}
}
