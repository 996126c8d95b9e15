package org.caselli.cli;

/** The exit codes of {@code caselli}. Scripts rely on them: none ever changes its meaning. */
final class Exit {
    /** It was done; of {@code send} and {@code demo}: delivered. */
    static final int DONE = 0;
    /** An error of our own. */
    static final int INTERNAL = 1;
    /** A wrong option or argument, or a mistake in the configuration. */
    static final int USAGE = 2;
    /** A document cannot be read or turned into fax pages. */
    static final int DOCUMENT = 3;
    /** The fax was not delivered. */
    static final int NOT_DELIVERED = 4;
    /** No server answers, or it does not accept the token. */
    static final int UNREACHABLE = 5;
    /** The server refused: there is no such thing, or its state does not allow it. */
    static final int REFUSED = 6;
    /** The server cannot start. */
    static final int CANNOT_START = 7;

    private Exit() {}
}
