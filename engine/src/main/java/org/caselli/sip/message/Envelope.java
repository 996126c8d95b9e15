package org.caselli.sip.message;

/**
 * The five headers that every message needs (RFC 3261 clause 8.1.1), read.
 *
 * @param via    the topmost
 * @param from   who asks
 * @param to     who is asked
 * @param callId the Call-ID, octet by octet
 * @param cseq   number and method
 */
public record Envelope(Via via, NameAddr from, NameAddr to, String callId, CSeq cseq) {

    /**
     * Reads them.
     *
     * @throws MalformedException naming the first that is missing or unreadable
     */
    static Envelope of(Headers headers) throws MalformedException {
        var vias = headers.list("Via");
        if (vias.isEmpty()) {
            throw new MalformedException("no Via");
        }
        String callId = one(headers, "Call-ID").trim();
        if (callId.isEmpty()) {
            throw new MalformedException("an empty Call-ID");
        }
        return new Envelope(
                Via.parse(vias.getFirst()),
                NameAddr.parse(one(headers, "From")),
                NameAddr.parse(one(headers, "To")),
                callId,
                CSeq.parse(one(headers, "CSeq")));
    }

    private static String one(Headers headers, String name) throws MalformedException {
        String found = null;
        for (Header header : headers.list()) {
            if (header.named(name)) {
                if (found != null && !found.equals(header.value())) {
                    throw new MalformedException("more than one " + name); // RFC 4475 clause 3.3.8
                }
                found = header.value();
            }
        }
        if (found == null) {
            throw new MalformedException("no " + name);
        }
        return found;
    }
}
