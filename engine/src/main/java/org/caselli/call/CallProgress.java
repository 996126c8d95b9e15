package org.caselli.call;

import org.caselli.t30.Progress;

/** How far a call has come, as a person beside it would tell. */
public sealed interface CallProgress {
    /** Our INVITE is on its way. Outgoing calls only. */
    record Dialling() implements CallProgress {}

    /** The far end rings. Outgoing calls only. */
    record Ringing() implements CallProgress {}

    /** The call is answered, by the far end or by us. */
    record Answered() implements CallProgress {}

    /** Both ends have agreed on T.38; the fax conversation begins. */
    record FaxBegun() implements CallProgress {}

    /** A step of the fax conversation: identified, training, agreed, page n, page confirmed. */
    record Fax(Progress step) implements CallProgress {}

    /** The call is being taken down; only its report follows. */
    record Ending() implements CallProgress {}
}
