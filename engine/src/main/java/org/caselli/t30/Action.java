package org.caselli.t30;

import java.time.Duration;
import java.util.List;
import org.caselli.outcome.Outcome;

/**
 * What a {@link T30Session} asks of its line. The line carries actions out in order. The {@code Say}s, with the
 * {@link Pause}s before them, queue up and leave the line one after the other; when the last one queued has left
 * completely, the line answers with one {@link Event.Said}.
 *
 * <p>In every octet the most significant bit goes first on the line, as T.30 writes its frames: DIS is {@code 0x01} with
 * the address {@code 0xFF} and the control {@code 0xC8} before it.
 */
public sealed interface Action {

    /** Be silent for so long before the next signal. */
    record Pause(Duration length) implements Action {}

    /**
     * Send a tone: {@link Tone#CED} once, {@link Tone#CNG} again and again until anything else is to be said, or until
     * {@link Listen}. CNG never leads to an {@link Event.Said}; CED does.
     */
    record SayTone(Tone tone) implements Action {}

    /**
     * Send frames at 300 bit/s, V.21 channel 2: preamble (1 s of flags), the frames with flags and frame check sequences.
     *
     * @param frames each from the address octet to the last octet of its information field, without frame check
     */
    record SayFrames(List<byte[]> frames) implements Action {}

    /** Train the far modem and send zeros for 1.5 s: the training check (TCF). */
    record SayTraining(Carrier carrier) implements Action {}

    /**
     * Send a page without error correction.
     *
     * @param shortTraining resume V.17 with its short training; false for all other carriers
     * @param code          T.4 code with its fill bits and its RTC
     */
    record SayPage(Carrier carrier, boolean shortTraining, byte[] code) implements Action {}

    /**
     * Send the frames of an error-corrected block in HDLC (T.30 Annex A): FCD frames, then three RCP frames. The session
     * puts all of them into the list, the three RCP frames too; the line adds flags and frame checks only.
     *
     * @param frames each from the address octet on, without frame check
     */
    record SayBlock(Carrier carrier, boolean shortTraining, List<byte[]> frames) implements Action {}

    /**
     * What is expected next, so that the right receiver is at work: frames at 300 bit/s always are; with {@code page},
     * a high-speed signal as well.
     */
    record Listen(Expected expected) implements Action {}

    /** What may come in besides frames at 300 bit/s. */
    sealed interface Expected {
        /** Nothing but frames at 300 bit/s. */
        record FramesOnly() implements Expected {}

        /** The training check. */
        record Training(Carrier carrier) implements Expected {}

        /** A page without error correction. */
        record PageCode(Carrier carrier, boolean shortTraining) implements Expected {}

        /** A block of an error-corrected page. */
        record Block(Carrier carrier, boolean shortTraining) implements Expected {}
    }

    /**
     * Make this received page durable. Stands before the confirmation in the list of actions: the confirmation must not
     * go out before this is done. Where it cannot be done, drop the rest of the list and tell {@link Event.CannotKeep}.
     */
    record KeepPage(ReceivedPage page) implements Action {}

    /** Something worth telling a person: progress of the conversation. */
    record Report(Progress progress) implements Action {}

    /** A line for the call's diary, in plain words: "heard DIS, up to 14400 bit/s". */
    record Note(String line) implements Action {}

    /**
     * The conversation is over: hang up. Nothing follows. Everything said has left the line by now, unless somebody
     * stopped the conversation within a page; then drop what has not left it.
     */
    record End(Outcome outcome) implements Action {}
}
