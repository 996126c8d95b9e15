package org.caselli.sip.message;

/**
 * A URI that is not of SIP, most often {@code tel:}.
 *
 * @param scheme in lower case
 * @param rest   everything after the colon
 */
public record OtherUri(String scheme, String rest) implements Uri {
    public OtherUri {
        Header.refuseLineBreaks(rest);
    }

    @Override
    public String number() {
        int end = rest.indexOf(';');
        return SipUri.withoutSeparators(end < 0 ? rest : rest.substring(0, end));
    }

    @Override
    public String toString() {
        return scheme + ":" + rest;
    }
}
