package org.caselli.sip.message;

/** What a parser inside this package throws; at its door it becomes {@link Parsed.Malformed}. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong. */
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
