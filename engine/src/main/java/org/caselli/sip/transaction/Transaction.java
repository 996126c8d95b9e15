package org.caselli.sip.transaction;

import java.time.Instant;
import java.util.List;

/** One request with all its responses, as one of its two sides sees it. Do its deeds in order. */
public sealed interface Transaction permits InviteClient, NonInviteClient, InviteServer, NonInviteServer {

    /** Takes one happening. */
    List<Deed> on(Happening happening, Instant now);

    /** When {@link Happening.TimeUp} is due; {@link Instant#MAX} if never. */
    Instant deadline();

    /** Whether it is done, and can be forgotten. */
    boolean over();
}
