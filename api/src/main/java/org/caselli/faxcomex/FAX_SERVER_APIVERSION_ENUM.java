package org.caselli.faxcomex;

/** The generation of a server: {@link FaxServer#getAPIVersion()}. */
public enum FAX_SERVER_APIVERSION_ENUM {
    /** 0: that of Windows 2000. */
    fsAPI_VERSION_0(0),
    /** 65536 (0x10000): that of Windows XP. */
    fsAPI_VERSION_1(65536),
    /** 131072 (0x20000): that of Windows Server 2003. */
    fsAPI_VERSION_2(131072),
    /** 196608 (0x30000): that of Windows Vista and later, and the one of this server. */
    fsAPI_VERSION_3(196608);

    private final int value;

    FAX_SERVER_APIVERSION_ENUM(int value) {
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
    public static FAX_SERVER_APIVERSION_ENUM of(int value) {
        for (FAX_SERVER_APIVERSION_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_SERVER_APIVERSION_ENUM has no value " + value + ".");
    }
}
