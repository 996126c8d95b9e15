package org.caselli.faxcomex;

/** The constants of the original's module FaxConstants. */
public final class FaxConstants {
    /** The name of the built-in outbound routing group. */
    public static final String bstrGROUPNAME_ALLDEVICES = "<All Devices>";

    /** How many messages an iterator reads at once unless it is told otherwise. */
    public static final int lDEFAULT_PREFETCH_SIZE = 100;

    /** What stands between two names in {@link FaxIncomingMessage#getRecipients()}. */
    public static final char wcharREASSIGN_RECIPIENTS_DELIMITER = ';';

    private FaxConstants() {}
}
