package org.caselli.faxcomex;

/** How a device answers calls: {@link FaxDevice#getReceiveMode()}. */
public enum FAX_DEVICE_RECEIVE_MODE_ENUM {
    /** 0: not at all. */
    fdrmNO_ANSWER(0),
    /** 1: by itself, after {@link FaxDevice#getRingsBeforeAnswer()}. */
    fdrmAUTO_ANSWER(1),
    /** 2: by {@link FaxDevice#answerCall()} only. One device of a server at most, and none that is virtual. */
    fdrmMANUAL_ANSWER(2);

    private final int value;

    FAX_DEVICE_RECEIVE_MODE_ENUM(int value) {
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
    public static FAX_DEVICE_RECEIVE_MODE_ENUM of(int value) {
        for (FAX_DEVICE_RECEIVE_MODE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_DEVICE_RECEIVE_MODE_ENUM has no value " + value + ".");
    }
}
