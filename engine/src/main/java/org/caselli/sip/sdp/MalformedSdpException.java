package org.caselli.sip.sdp;

/** A text is no session description; the message says what and where. */
public final class MalformedSdpException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedSdpException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong. */
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
