package org.caselli.faxcomex;

import java.util.Set;

/**
 * One account; event source for IFaxAccountNotify.
 *
 * <p>Obtained from {@code FaxServer.CurrentAccount}, {@code FaxAccountSet.GetAccount/AddAccount}, {@code
 * FaxAccounts.Item}.
 *
 * <p>read-only.
 */
public interface FaxAccount {
    /**
     * {@code Domain\User} (foreign domain), {@code Computer\User} (domain user not on the server, text unclear),
     * or {@code User} (same machine as the server).
     */
    String getAccountName();

    /**
     * Account folders.
     */
    FaxAccountFolders getFolders();

    /**
     * Set event classes for this account; faetNONE stops.
     *
     * <p>Right needed: see §15.2; other user's account refused. Errors: E_INVALIDARG / E_ACCESSDENIED.
     */
    void listenToAccountEvents(Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> eventTypes);

    /**
     * Current bit set.
     */
    Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> getRegisteredEvents();

    /** Tells this listener of events from now on, as {@link FaxServer#addListener} does. */
    void addListener(FaxAccountNotify listener);

    /** Tells this listener nothing more. It may just be told a last event. */
    void removeListener(FaxAccountNotify listener);

    /** The same for these classes. */
    default void listenToAccountEvents(FAX_ACCOUNT_EVENTS_TYPE_ENUM... eventTypes) {
        listenToAccountEvents(Set.of(eventTypes));
    }
}
