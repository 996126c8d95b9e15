package org.caselli.faxcomex;

/**
 * FAX_COVERPAGE_TYPE_ENUM.
 */
public enum FAX_COVERPAGE_TYPE_ENUM {
    /**
     * No cover page (default).
     */
    fcptNONE(0),
    /**
     * Template on the client machine (personal page).
     */
    fcptLOCAL(1),
    /**
     * Template from the server's common cover page store.
     */
    fcptSERVER(2);

    private final int value;

    FAX_COVERPAGE_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /**
     * The one with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static FAX_COVERPAGE_TYPE_ENUM of(int value) {
        for (FAX_COVERPAGE_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_COVERPAGE_TYPE_ENUM has no value " + value + ".");
    }
}
