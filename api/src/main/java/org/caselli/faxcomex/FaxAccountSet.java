package org.caselli.faxcomex;

/**
 * The way to the accounts of the server. From {@link FaxServer#getFaxAccountSet()}; itself it holds nothing. Accounts
 * are those of the server; on Windows they stand for users of the operating system, which must be there before.
 */
public interface FaxAccountSet {
    /** All accounts, as they are now. Needs {@code far2QUERY_CONFIG}. */
    FaxAccounts getAccounts();

    /**
     * The account with this name, whatever its case. One's own needs no right, others {@code far2QUERY_CONFIG}.
     * {@code DOMAIN\ann} and {@code COMPUTER\ann} are {@code ann}.
     *
     * @throws org.caselli.fax.FaxException ERROR_FILE_NOT_FOUND if there is none, E_INVALIDARG for a name that cannot
     *     be
     */
    FaxAccount getAccount(String accountName);

    /**
     * Makes an account that may submit with low and normal priority, and has no password: nobody can sign in until an
     * administrator sets one or makes a token, or a directory knows the name. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param accountName its name
     * @throws org.caselli.fax.FaxException ERROR_ALREADY_EXISTS if there is one, E_INVALIDARG for a name that cannot be
     */
    FaxAccount addAccount(String accountName);

    /**
     * Removes an account; its faxes stay. Who is connected with it is refused from the next call on. Needs
     * {@code far2MANAGE_CONFIG}.
     *
     * @param accountName its name
     * @throws org.caselli.fax.FaxException ERROR_FILE_NOT_FOUND if there is none, ERROR_INVALID_OPERATION if nobody
     *     could administer the server any more
     */
    void removeAccount(String accountName);
}
