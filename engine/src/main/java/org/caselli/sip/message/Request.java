package org.caselli.sip.message;

/**
 * A request (RFC 3261 clause 7.1).
 *
 * @param method   INVITE, ACK, BYE, ...; case matters
 * @param uri      the request URI
 * @param envelope the five headers, read
 * @param headers  all headers
 * @param body     perhaps empty
 */
public record Request(String method, Uri uri, Envelope envelope, Headers headers, byte[] body) implements SipMessage {
    public static final String INVITE = "INVITE";
    public static final String ACK = "ACK";
    public static final String BYE = "BYE";
    public static final String CANCEL = "CANCEL";
    public static final String OPTIONS = "OPTIONS";

    /**
     * A request of our own making.
     *
     * @throws IllegalArgumentException if one of the five headers is missing or unreadable
     */
    public static Request of(String method, Uri uri, Headers headers, byte[] body) {
        try {
            return new Request(method, uri, Envelope.of(headers), headers, body);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("A " + method + " of ours has " + e.reason(), e);
        }
    }

    @Override
    public String startLine() {
        return method + " " + uri + " SIP/2.0";
    }

    @Override
    public String toString() {
        return startLine();
    }
}
