package org.caselli.sip;

/** Our name for a call, within one {@link UserAgent}. Not the Call-ID of its messages. */
public record CallId(long number) {
    @Override
    public String toString() {
        return "call " + number;
    }
}
