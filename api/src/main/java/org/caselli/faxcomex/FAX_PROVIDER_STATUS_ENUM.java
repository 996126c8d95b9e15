package org.caselli.faxcomex;

/**
 * FAX_PROVIDER_STATUS_ENUM.
 */
public enum FAX_PROVIDER_STATUS_ENUM {
    /**
     * Extension loaded, linked and initialised.
     */
    fpsSUCCESS(0),
    /**
     * Fault on the service side (e.g. memory) while loading; see InitErrorCode.
     */
    fpsSERVER_ERROR(1),
    /**
     * Registered GUID malformed.
     */
    fpsBAD_GUID(2),
    /**
     * Registered API version unsupported; also a third-party routing extension on a desktop edition.
     */
    fpsBAD_VERSION(3),
    /**
     * Module file cannot be loaded.
     */
    fpsCANT_LOAD(4),
    /**
     * Required export missing in the module.
     */
    fpsCANT_LINK(5),
    /**
     * Initialisation function failed; InitErrorCode is HRESULT for virtual devices, else Win32 code.
     */
    fpsCANT_INIT(6);

    private final int value;

    FAX_PROVIDER_STATUS_ENUM(int value) {
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
    public static FAX_PROVIDER_STATUS_ENUM of(int value) {
        for (FAX_PROVIDER_STATUS_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_PROVIDER_STATUS_ENUM has no value " + value + ".");
    }
}
