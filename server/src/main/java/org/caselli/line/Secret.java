package org.caselli.line;

/**
 * A password, or another text that is to be shown to nobody again: no text of it, no log line and no exception has it.
 *
 * @param reveal the secret itself, for whoever must prove to know it; empty where there is none
 */
public record Secret(String reveal) {
    /** No secret at all. */
    public static final Secret NONE = new Secret("");

    /** Whether there is none. */
    public boolean isEmpty() {
        return reveal.isEmpty();
    }

    /** Says only whether there is one. */
    @Override
    public String toString() {
        return reveal.isEmpty() ? "(none)" : "(secret)";
    }
}
