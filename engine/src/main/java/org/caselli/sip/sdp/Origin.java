package org.caselli.sip.sdp;

/**
 * Who made a description, and which of its versions it is (o=, RFC 8866 clause 5.2).
 *
 * @param user    "-" where there is none
 * @param id      the session's number; kept as text, since some machines write more than 64 bits
 * @param version grows with every change (RFC 3264 clause 8)
 * @param address of its maker
 */
public record Origin(String user, String id, String version, String address) {
    /** Stands until the user agent writes its own. */
    public static final Origin NONE = new Origin("-", "0", "0", "127.0.0.1");

    public Origin {
        for (String part : new String[] {user, id, version, address}) {
            if (part.isEmpty() || part.chars().anyMatch(c -> c <= ' ')) {
                throw new IllegalArgumentException("A part of o= is empty or has white space.");
            }
        }
    }
}
