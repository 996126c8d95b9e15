package org.caselli.faxcomex;

import java.util.List;
import java.util.Set;

/**
 * One account. From {@link FaxServer#getCurrentAccount()}, {@link FaxAccountSet} or {@link FaxAccounts}. Folders and
 * events are those of the account that is connected: those of another are E_INVALIDARG, as on Windows. Who may see the
 * faxes of others sees them in the server's own folders.
 */
public interface FaxAccount {
    /** Its name. */
    String getAccountName();

    /** The way to the account's own faxes. */
    FaxAccountFolders getFolders();

    /**
     * Says of which kinds {@link #addListener listeners} are told, in place of what was said before; none at first. Only
     * {@code faetIN_QUEUE} needs something: {@code far2MANAGE_RECEIVE_FOLDER}, unless incoming faxes are public. Returns
     * when the server has begun to tell.
     *
     * @param eventTypes the kinds; an empty set, or {@code faetNONE} alone, ends it
     * @throws org.caselli.fax.FaxException E_INVALIDARG for another's account, or null; E_ACCESSDENIED if the caller may
     *     not hear one of them; then what was told before goes on
     */
    void listenToAccountEvents(Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> eventTypes);

    /** The kinds that {@link #listenToAccountEvents(Set)} was given last; none at first. */
    Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> getRegisteredEvents();

    /**
     * Tells this listener of events from now on, of the kinds of {@link #listenToAccountEvents(Set)}. The same listener
     * is added once only. See {@link FaxAccountNotify}.
     */
    void addListener(FaxAccountNotify listener);

    /** Tells this listener no more; one that is not there is no error. */
    void removeListener(FaxAccountNotify listener);

    /** The same, named one by one. Not in the original, which adds bits up. */
    default void listenToAccountEvents(FAX_ACCOUNT_EVENTS_TYPE_ENUM... eventTypes) {
        listenToAccountEvents(Set.copyOf(List.of(eventTypes)));
    }
}
