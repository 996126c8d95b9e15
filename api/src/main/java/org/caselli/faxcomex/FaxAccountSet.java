package org.caselli.faxcomex;

/**
 * Account administration (Vista+).
 *
 * <p>Obtained from {@code FaxServer.FaxAccountSet}.
 *
 * <p>immediate.
 */
public interface FaxAccountSet {
    /**
     * Snapshot collection of all accounts.
     *
     * <p>Right needed: QUERY_CONFIG (SDK sample says MANAGE_CONFIG).
     */
    FaxAccounts getAccounts();

    /**
     * Account by name ({@code Domain\User}, or {@code User} for local users).
     *
     * <p>Right needed: own account: none; others QUERY_CONFIG. Errors: unknown: 0x80070002; bad format
     * E_INVALIDARG.
     */
    FaxAccount getAccount(String accountName);

    /**
     * Create account for an existing OS user; other values default. Returns it.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: exists: 0x800700B7; bad name E_INVALIDARG.
     */
    FaxAccount addAccount(String accountName);

    /**
     * Delete by name; works even if the OS user is gone. Later use of the account: access denied.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: bad format E_INVALIDARG.
     */
    void removeAccount(String accountName);
}
