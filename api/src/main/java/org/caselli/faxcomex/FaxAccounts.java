package org.caselli.faxcomex;

/**
 * Collection of FaxAccount.
 *
 * <p>Obtained from {@code FaxAccountSet.GetAccounts}.
 *
 * <p>snapshot.
 */
public interface FaxAccounts extends Iterable<FaxAccount> {
    /**
     * 1-based index in VARIANT.
     */
    FaxAccount getItem(int index);

    /**
     * Number of accounts.
     */
    int getCount();

    /**
     * The one with this name.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxAccount getItem(String name);
}
