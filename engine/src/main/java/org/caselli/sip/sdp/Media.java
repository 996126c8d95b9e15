package org.caselli.sip.sdp;

import java.util.List;

/** One m= line with what belongs to it. */
public sealed interface Media permits AudioMedia, T38Media, OtherMedia {

    /** Where its maker wants to receive it; 0 if it is refused or gone (RFC 3264 clauses 6 and 8.2). */
    int port();

    /** The address that goes with the port, from its own c= line or the session's; empty if there is neither. */
    String address();

    /** The same line refused: port 0. */
    Media refused();

    /** Whether it is refused or gone. */
    default boolean isRefused() {
        return port() == 0;
    }

    /** What stands after {@code m=}: media type, port, protocol and formats. */
    String line();

    /** Its a= lines without {@code a=}. */
    List<String> attributeLines();
}
