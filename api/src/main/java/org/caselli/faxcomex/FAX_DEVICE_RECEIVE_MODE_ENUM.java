package org.caselli.faxcomex;

/**
 * FAX_DEVICE_RECEIVE_MODE_ENUM.
 */
public enum FAX_DEVICE_RECEIVE_MODE_ENUM {
    /**
     * Device never answers.
     */
    fdrmNO_ANSWER(0),
    /**
     * Device answers by itself after RingsBeforeAnswer rings.
     */
    fdrmAUTO_ANSWER(1),
    /**
     * Device answers only on AnswerCall; at most one device per server, never a virtual device.
     */
    fdrmMANUAL_ANSWER(2);

    private final int value;

    FAX_DEVICE_RECEIVE_MODE_ENUM(int value) {
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
    public static FAX_DEVICE_RECEIVE_MODE_ENUM of(int value) {
        for (FAX_DEVICE_RECEIVE_MODE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_DEVICE_RECEIVE_MODE_ENUM has no value " + value + ".");
    }
}
