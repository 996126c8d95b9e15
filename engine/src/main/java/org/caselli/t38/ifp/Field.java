package org.caselli.t38.ifp;

/**
 * One field of a data packet.
 *
 * @param kind   what it is
 * @param octets its content, 0 to 65535 octets; not to be changed by whoever made or got it
 */
public record Field(Kind kind, byte[] octets) {
    private static final byte[] NONE = new byte[0];

    public Field {
        if (octets.length > 65535) {
            throw new IllegalArgumentException(
                    "A field of " + octets.length + " octets; T.38 allows 65535. Split it into several packets.");
        }
    }

    /** A field without content. */
    public static Field of(Kind kind) {
        return new Field(kind, NONE);
    }

    @Override
    public String toString() {
        return kind + (octets.length == 0 ? "" : "[" + octets.length + "]");
    }
}
