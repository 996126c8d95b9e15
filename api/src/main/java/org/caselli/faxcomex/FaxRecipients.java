package org.caselli.faxcomex;

/**
 * Recipients of one document.
 *
 * <p>Obtained from {@code FaxDocument.Recipients}.
 *
 * <p>local, immediate.
 */
public interface FaxRecipients extends Iterable<FaxRecipient> {
    /**
     * 1-based long index.
     */
    FaxRecipient getItem(int index);

    /**
     * Number of recipients.
     */
    int getCount();

    /**
     * Append; name optional (default ""). Returns the new object.
     */
    FaxRecipient add(String faxNumber, String recipientName);

    /**
     * The same with the documented default.
     */
    default FaxRecipient add(String faxNumber) {
        return add(faxNumber, "");
    }

    /**
     * Remove by 1-based index; later ones move up.
     */
    void remove(int index);
}
