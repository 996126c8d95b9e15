package org.caselli.faxcomex;

/** Which faxes go first: {@link FaxDocument#getPriority()}. */
public enum FAX_PRIORITY_TYPE_ENUM {
    /** 0: after all others; the default. */
    fptLOW(0),
    /** 1: before those of low priority. */
    fptNORMAL(1),
    /** 2: before all others. */
    fptHIGH(2);

    private final int value;

    FAX_PRIORITY_TYPE_ENUM(int value) {
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
    public static FAX_PRIORITY_TYPE_ENUM of(int value) {
        for (FAX_PRIORITY_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_PRIORITY_TYPE_ENUM has no value " + value + ".");
    }
}
