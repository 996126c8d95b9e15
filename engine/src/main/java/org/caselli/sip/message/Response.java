package org.caselli.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A response (RFC 3261 clause 7.2).
 *
 * @param status   100 to 699
 * @param phrase   for people; may be empty
 * @param envelope the five headers, read
 * @param headers  all headers
 * @param body     perhaps empty
 */
public record Response(int status, String phrase, Envelope envelope, Headers headers, byte[] body)
        implements SipMessage {
    public Response {
        if (status < 100 || status > 699) {
            throw new IllegalArgumentException("The status of a response is " + status + "; it is 100 to 699.");
        }
        Header.refuseLineBreaks(phrase);
    }

    /**
     * A response of our own making.
     *
     * @throws IllegalArgumentException if one of the five headers is missing or unreadable
     */
    public static Response of(int status, String phrase, Headers headers, byte[] body) {
        try {
            return new Response(status, phrase, Envelope.of(headers), headers, body);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("A response of ours has " + e.reason(), e);
        }
    }

    /**
     * The response to a request (RFC 3261 clause 8.2.6): the headers that are copied, then some more.
     *
     * @param toTag put into To where the request had no tag; empty to leave it so (100 only)
     */
    public static Response to(
            Request request, int status, String phrase, String toTag, List<Header> more, byte[] body) {
        List<Header> headers = new ArrayList<>(16);
        for (Header header : request.headers().list()) {
            if (header.named("Via") || header.named("From") || header.named("Call-ID") || header.named("CSeq")) {
                headers.add(header);
            } else if (header.named("Timestamp") && status == 100) {
                headers.add(header);
            } else if (header.named("To")) {
                headers.add(
                        toTag.isEmpty() || request.to().tag().isPresent()
                                ? header
                                : new Header("To", header.value() + ";tag=" + toTag));
            }
        }
        headers.addAll(more);
        return of(status, phrase, new Headers(headers), body);
    }

    public boolean isProvisional() {
        return status < 200;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isFinal() {
        return status >= 200;
    }

    @Override
    public String startLine() {
        return "SIP/2.0 " + status + " " + phrase;
    }

    @Override
    public String toString() {
        return status + " " + phrase;
    }
}
