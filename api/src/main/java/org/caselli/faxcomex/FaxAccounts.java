package org.caselli.faxcomex;

/**
 * The accounts of the server, as they were when {@link FaxAccountSet#getAccounts()} was called, by name. Counts from 1.
 */
public interface FaxAccounts extends Iterable<FaxAccount> {
    /**
     * The account at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxAccount getItem(int index);

    /** How many there are. */
    int getCount();

    /**
     * The account with this name, whatever its case.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxAccount getItem(String name);
}
