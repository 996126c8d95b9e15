package org.caselli.service.receipt;

import org.caselli.service.Refusal;
import org.caselli.service.mail.Addresses;

/**
 * Which receipt the sender of a fax wants: the documented ReceiptAddress, GroupBroadcastReceipts and AttachFaxToReceipt.
 *
 * @param address where it is mailed to: one bare address; empty for no receipt
 * @param grouped one for all recipients together, when the last of them has come to its end; else one for each
 * @param attach  with the fax as a file
 */
public record ReceiptWish(String address, boolean grouped, boolean attach) {
    /** No receipt. */
    public static final ReceiptWish NONE = new ReceiptWish("", false, false);

    public ReceiptWish {
        if (address.isEmpty()) {
            if (grouped || attach) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        "The receipt has no address.",
                        "Give the mail address that it shall go to, or ask for no receipt.");
            }
        } else {
            try {
                Addresses.one(address);
            } catch (IllegalArgumentException cause) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        "The receipt's address is wrong. " + cause.getMessage(),
                        "Give one address, without a name: anna@example.org.",
                        cause);
            }
        }
    }

    /** Whether there is to be none. */
    public boolean isNone() {
        return address.isEmpty();
    }
}
