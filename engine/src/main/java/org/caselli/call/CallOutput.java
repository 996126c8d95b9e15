package org.caselli.call;

import org.caselli.sip.Input.Command;
import org.caselli.t30.ReceivedPage;

/** What a {@link FaxCall} wants done or known. Carry it out in order, before the next input. */
public sealed interface CallOutput {
    /** Hand this to the SIP user agent. */
    record Signal(Command command) implements CallOutput {}

    /** Send a datagram from our fax port. */
    record SendFax(MediaAddress to, byte[] datagram) implements CallOutput {}

    /** Send a datagram from our sound port. */
    record SendSound(MediaAddress to, byte[] datagram) implements CallOutput {}

    /** The sound port is not needed any more. */
    record CloseSound() implements CallOutput {}

    /**
     * Make this page durable. Always the last of a list: the very next input must be {@link CallInput.Kept} or
     * {@link CallInput.CannotKeep}, and only then does the confirmation go out.
     */
    record Keep(ReceivedPage page) implements CallOutput {}

    /** The call has come so far. */
    record Told(CallProgress step) implements CallOutput {}

    /** A line for the call's diary. */
    record Wrote(DiaryLine line) implements CallOutput {}
}
