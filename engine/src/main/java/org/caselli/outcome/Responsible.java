package org.caselli.outcome;

/** In whose hands the cause of an ending lies, and so who can mend it. */
public enum Responsible {
    /** Nobody: it went well. */
    NOBODY,
    /** This server or its machine. */
    US,
    /** The network between the two machines: trunk, gateway, line. */
    TRUNK,
    /** The machine at the other end, or the people beside it. */
    FAR_END,
    /** The document that was to be sent. */
    DOCUMENT,
    /** A rule that somebody set: a limit, a block, a window of time. */
    POLICY,
    /** The person who submitted or cancelled the fax. */
    USER
}
