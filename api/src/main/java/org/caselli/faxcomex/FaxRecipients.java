package org.caselli.faxcomex;

/**
 * The recipients of one {@link FaxDocument}, which only it knows: adding and removing asks no server. Counts from 1.
 */
public interface FaxRecipients extends Iterable<FaxRecipient> {
    /**
     * The recipient at this place; changing it changes the document.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxRecipient getItem(int index);

    /** How many there are. */
    int getCount();

    /**
     * Adds one at the end. How many one submission takes the server says (10,000, or fewer as it is set). The same number may be added twice and is called twice. Whether the number can be dialled is
     * found out when the fax is submitted.
     *
     * @param faxNumber see {@link FaxRecipient#getFaxNumber()}
     * @param recipientName may be empty
     */
    FaxRecipient add(String faxNumber, String recipientName);

    /** The same without a name. */
    default FaxRecipient add(String faxNumber) {
        return add(faxNumber, "");
    }

    /**
     * Takes one out; those after it move up.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    void remove(int index);
}
