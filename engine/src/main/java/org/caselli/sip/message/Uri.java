package org.caselli.sip.message;

/** An address of somebody: one that we can call, or one that we only pass on. */
public sealed interface Uri permits SipUri, OtherUri {

    /** In lower case, without its colon: sip, sips, tel, ... */
    String scheme();

    /**
     * The number or name that is meant: the user of a SIP URI, the number of a tel URI, without parameters and, where it
     * is a telephone number, without visual separators (RFC 3966). Empty if there is none.
     */
    String number();

    /**
     * Reads a URI; anything with a scheme is one.
     *
     * @throws MalformedException if there is none, or a SIP URI has no host or a bad port
     */
    static Uri parse(String text) throws MalformedException {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new MalformedException("URI without a scheme: " + Words.shortened(text));
        }
        String scheme = Words.lower(text.substring(0, colon).trim());
        if (scheme.equals("sip") || scheme.equals("sips")) {
            return SipUri.parseAfter(scheme, text.substring(colon + 1).trim());
        }
        if (!Words.isToken(scheme)) {
            throw new MalformedException("URI with a scheme that is none: " + Words.shortened(text));
        }
        return new OtherUri(scheme, text.substring(colon + 1).trim());
    }
}
