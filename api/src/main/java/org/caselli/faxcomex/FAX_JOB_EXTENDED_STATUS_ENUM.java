package org.caselli.faxcomex;

/**
 * What the call of a job is doing, or what came of it: {@link FaxJobStatus#getExtendedStatusCode()}. What has no word
 * here is the one that comes closest; the server's own number of the ending is
 * {@link FaxJobStatus#getExtendedStatusNumber()}.
 */
public enum FAX_JOB_EXTENDED_STATUS_ENUM {
    /** 0: nothing to tell. */
    fjesNONE(0),
    /** 1: one side has hung up before the end. */
    fjesDISCONNECTED(1),
    /** 2: the call is being set up. */
    fjesINITIALIZING(2),
    /** 3: the number is being dialled. */
    fjesDIALING(3),
    /** 4: pages are going out. */
    fjesTRANSMITTING(4),
    /** 5: a call was answered. */
    fjesANSWERED(5),
    /** 6: pages are coming in. */
    fjesRECEIVING(6),
    /** 7: the line cannot be used. */
    fjesLINE_UNAVAILABLE(7),
    /** 8: the far end was busy. */
    fjesBUSY(8),
    /** 9: the far end did not answer. */
    fjesNO_ANSWER(9),
    /** 10 (0xA): there is no such number. */
    fjesBAD_ADDRESS(10),
    /** 11 (0xB): the line had no dial tone. */
    fjesNO_DIAL_TONE(11),
    /** 12 (0xC): the two machines did not come to terms. */
    fjesFATAL_ERROR(12),
    /** 13 (0xD): the number was busy so often that it may not be called for some time. */
    fjesCALL_DELAYED(13),
    /** 14 (0xE): the number may not be called. */
    fjesCALL_BLACKLISTED(14),
    /** 15 (0xF): the caller was no fax machine. */
    fjesNOT_FAX_CALL(15),
    /** 16 (0x10): the call broke off; the pages until then are kept. */
    fjesPARTIALLY_RECEIVED(16),
    /** 17 (0x11): the provider has taken the fax over and sends it by itself. */
    fjesHANDLED(17),
    /** 18 (0x12): the call has come to its regular end. */
    fjesCALL_COMPLETED(18),
    /** 19 (0x13): the call was broken off on our side. */
    fjesCALL_ABORTED(19),
    /**
     * 16777216 (0x1000000): something that has no word here; {@link FaxJobStatus#getExtendedStatusNumber()} is its
     * number.
     */
    fjesPROPRIETARY(16777216);

    private final int value;

    FAX_JOB_EXTENDED_STATUS_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
