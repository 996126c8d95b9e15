package org.caselli.service.device;

/** What a device does with a call that comes in: FAX_DEVICE_RECEIVE_MODE_ENUM. */
public enum ReceiveMode {
    /** It is never answered: it rings until the caller gives up. */
    NO_ANSWER(0),
    /** It is answered at the beginning of the ring that the device is set to. */
    AUTO_ANSWER(1),
    /** It is answered only if somebody asks for that. At most one device of all servers is in this mode. */
    MANUAL_ANSWER(2);

    private final int value;

    ReceiveMode(int value) {
        this.value = value;
    }

    /** The value in FAX_DEVICE_RECEIVE_MODE_ENUM. */
    public int value() {
        return value;
    }
}
