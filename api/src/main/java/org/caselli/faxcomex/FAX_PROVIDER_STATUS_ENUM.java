package org.caselli.faxcomex;

/** Whether a provider or an extension could be loaded: {@link FaxDeviceProvider#getStatus()}. */
public enum FAX_PROVIDER_STATUS_ENUM {
    /** 0: it could. */
    fpsSUCCESS(0),
    /** 1: something went wrong on the server's side. */
    fpsSERVER_ERROR(1),
    /** 2: it was registered with something that is no GUID. */
    fpsBAD_GUID(2),
    /** 3: it was made for another version of the interface. */
    fpsBAD_VERSION(3),
    /** 4: its file cannot be loaded. */
    fpsCANT_LOAD(4),
    /** 5: its file lacks what it must have. */
    fpsCANT_LINK(5),
    /** 6: it failed when it was started, or hung. */
    fpsCANT_INIT(6);

    private final int value;

    FAX_PROVIDER_STATUS_ENUM(int value) {
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
    public static FAX_PROVIDER_STATUS_ENUM of(int value) {
        for (FAX_PROVIDER_STATUS_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_PROVIDER_STATUS_ENUM has no value " + value + ".");
    }
}
