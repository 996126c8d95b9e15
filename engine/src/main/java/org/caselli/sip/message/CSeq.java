package org.caselli.sip.message;

/**
 * The place of a request in its dialog (RFC 3261 clause 20.16).
 *
 * @param number 0 to 2^31 - 1
 * @param method as in the request
 */
public record CSeq(long number, String method) {
    public CSeq {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A CSeq is " + number + "; it is 0 to 2147483647.");
        }
    }

    /**
     * Reads one.
     *
     * @throws MalformedException if it is no number and method
     */
    public static CSeq parse(String text) throws MalformedException {
        String trimmed = text.trim();
        int end = 0;
        while (end < trimmed.length() && trimmed.charAt(end) >= '0' && trimmed.charAt(end) <= '9') {
            end++;
        }
        String method = trimmed.substring(end).trim();
        long number = Words.number(trimmed.substring(0, end), Integer.MAX_VALUE);
        if (number < 0 || !Words.isToken(method) || end == trimmed.length() || trimmed.charAt(end) > ' ') {
            throw new MalformedException("CSeq that is no number and method: " + Words.shortened(text));
        }
        return new CSeq(number, method);
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
