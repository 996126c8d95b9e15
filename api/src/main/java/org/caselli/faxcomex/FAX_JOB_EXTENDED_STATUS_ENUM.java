package org.caselli.faxcomex;

/**
 * FAX_JOB_EXTENDED_STATUS_ENUM.
 */
public enum FAX_JOB_EXTENDED_STATUS_ENUM {
    /**
     * Nothing to report.
     */
    fjesNONE(0),
    /**
     * Line dropped by one of the two parties.
     */
    fjesDISCONNECTED(1),
    /**
     * Call set-up started on the device.
     */
    fjesINITIALIZING(2),
    /**
     * Number being dialled.
     */
    fjesDIALING(3),
    /**
     * Pages going out.
     */
    fjesTRANSMITTING(4),
    /**
     * Device took an incoming call.
     */
    fjesANSWERED(5),
    /**
     * Pages coming in.
     */
    fjesRECEIVING(6),
    /**
     * Device held by another program.
     */
    fjesLINE_UNAVAILABLE(7),
    /**
     * Busy tone.
     */
    fjesBUSY(8),
    /**
     * Called party did not pick up.
     */
    fjesNO_ANSWER(9),
    /**
     * Number not valid.
     */
    fjesBAD_ADDRESS(10),
    /**
     * No dial tone on the line.
     */
    fjesNO_DIAL_TONE(11),
    /**
     * Unrecoverable fax protocol error.
     */
    fjesFATAL_ERROR(12),
    /**
     * Repeated busy and national redial limits forbid a further attempt now.
     */
    fjesCALL_DELAYED(13),
    /**
     * Number blocked or reserved (e.g. emergency call).
     */
    fjesCALL_BLACKLISTED(14),
    /**
     * Incoming call was voice or data.
     */
    fjesNOT_FAX_CALL(15),
    /**
     * Only part of the pages arrived and is kept. Only code the service itself interprets.
     */
    fjesPARTIALLY_RECEIVED(16),
    /**
     * Service is done with the outgoing fax; the provider carries on and transmits it.
     */
    fjesHANDLED(17),
    /**
     * Call ended normally.
     */
    fjesCALL_COMPLETED(18),
    /**
     * Call was broken off.
     */
    fjesCALL_ABORTED(19),
    /**
     * Obsolete marker 0x1000000; provider codes are recognised by a non-empty ExtendedStatus text instead.
     */
    fjesPROPRIETARY(16777216);

    private final int value;

    FAX_JOB_EXTENDED_STATUS_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /**
     * The one with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static FAX_JOB_EXTENDED_STATUS_ENUM of(int value) {
        for (FAX_JOB_EXTENDED_STATUS_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_JOB_EXTENDED_STATUS_ENUM has no value " + value + ".");
    }
}
