package org.caselli.faxcomex;

import java.util.Set;

/**
 * FAX_RECEIPT_TYPE_ENUM.
 */
public enum FAX_RECEIPT_TYPE_ENUM {
    /**
     * No receipt.
     */
    frtNONE(0),
    /**
     * SMTP mail receipt.
     */
    frtMAIL(1),
    /**
     * Message box on the submitting computer (not on Vista and later).
     */
    frtMSGBOX(4);

    private final int value;

    FAX_RECEIPT_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /** The bits of these together. */
    public static int value(Set<FAX_RECEIPT_TYPE_ENUM> set) {
        return set.stream().mapToInt(FAX_RECEIPT_TYPE_ENUM::value).reduce(0, (a, b) -> a | b);
    }

    /**
     * Those whose bits are set here; a bit that none of them has is left out.
     *
     * @param bits the documented numbers, added up
     */
    public static Set<FAX_RECEIPT_TYPE_ENUM> of(int bits) {
        return java.util.Arrays.stream(values())
                .filter(one -> one.value != 0 && (bits & one.value) != 0)
                .collect(java.util.stream.Collectors.toCollection(
                        () -> java.util.EnumSet.noneOf(FAX_RECEIPT_TYPE_ENUM.class)));
    }
}
