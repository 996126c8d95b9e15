package org.caselli.faxcomex;

/**
 * FAX_SERVER_APIVERSION_ENUM.
 */
public enum FAX_SERVER_APIVERSION_ENUM {
    /**
     * Small/BackOffice Server 2000 generation.
     */
    fsAPI_VERSION_0(0),
    /**
     * 0x10000, Windows XP generation.
     */
    fsAPI_VERSION_1(65536),
    /**
     * 0x20000, Windows Server 2003 generation.
     */
    fsAPI_VERSION_2(131072),
    /**
     * 0x30000, Windows Vista / Server 2008 and later.
     */
    fsAPI_VERSION_3(196608);

    private final int value;

    FAX_SERVER_APIVERSION_ENUM(int value) {
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
    public static FAX_SERVER_APIVERSION_ENUM of(int value) {
        for (FAX_SERVER_APIVERSION_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_SERVER_APIVERSION_ENUM has no value " + value + ".");
    }
}
