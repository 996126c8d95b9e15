package org.caselli.faxcomex;

import java.util.Set;

/**
 * Which receipt is sent when a fax has come to its end: {@link FaxDocument#getReceiptType()}. As bits in
 * {@link FaxReceiptOptions#getAllowedReceipts()} only.
 */
public enum FAX_RECEIPT_TYPE_ENUM {
    /** 0: none; the default. */
    frtNONE(0),
    /** 1: a mail. */
    frtMAIL(1),
    /** 4: a window on the machine that has submitted it. No Windows since Vista has it, and it is refused here. */
    frtMSGBOX(4);

    private final int value;

    FAX_RECEIPT_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
