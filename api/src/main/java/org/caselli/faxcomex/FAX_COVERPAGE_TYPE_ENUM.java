package org.caselli.faxcomex;

/** Whose cover page a document has: {@link FaxDocument#getCoverPageType()}. */
public enum FAX_COVERPAGE_TYPE_ENUM {
    /** 0: there is none; the default. */
    fcptNONE(0),
    /** 1: a file of the machine that submits it. */
    fcptLOCAL(1),
    /** 2: one of the server's. */
    fcptSERVER(2);

    private final int value;

    FAX_COVERPAGE_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
