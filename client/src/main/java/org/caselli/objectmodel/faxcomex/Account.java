package org.caselli.objectmodel.faxcomex;

import java.util.Set;
import org.caselli.client.Access;
import org.caselli.faxcomex.FAX_ACCOUNT_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountFolders;
import org.caselli.faxcomex.FaxAccountNotify;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;

/**
 * An account. Of another than one's own only the name can be had, as documented. The holder of the server's key has no
 * account; his folders and events are those of the whole server.
 */
final class Account implements FaxAccount {
    private final Server server;
    private final Connection connection;
    private final String accountName;
    private final Listening<FaxAccountNotify> listening;

    /** @param accountName as the server has it */
    Account(Server server, String accountName) {
        this.server = server;
        this.connection = server.connection();
        this.accountName = accountName;
        this.listening = new Listening<>(
                (listener, event) -> Events.tell(listener, this, server, event),
                listener -> listener.onEventsMissed(this),
                server.pauses());
    }

    @Override
    public String getAccountName() {
        return accountName;
    }

    @Override
    public FaxAccountFolders getFolders() {
        return new AccountFolders(this);
    }

    @Override
    public void listenToAccountEvents(Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> eventTypes) {
        listening.listen(connection, own(), Listening.names(eventTypes));
    }

    @Override
    public Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> getRegisteredEvents() {
        return Listening.classes(FAX_ACCOUNT_EVENTS_TYPE_ENUM.class, listening.classes());
    }

    @Override
    public void addListener(FaxAccountNotify listener) {
        listening.add(listener);
    }

    @Override
    public void removeListener(FaxAccountNotify listener) {
        listening.remove(listener);
    }

    Server server() {
        return server;
    }

    Connection connection() {
        return connection;
    }

    /**
     * Whether to ask for what is the account's own only: the holder of the server's key has none.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is somebody else's
     */
    boolean own() {
        Access.Me me = connection.ask(client -> client.access().me());
        if (!me.name().equalsIgnoreCase(accountName)) {
            throw Faults.invalid(
                    "Only one's own account has folders and events that can be asked for; this is " + accountName
                            + ", and " + me.name() + " is connected.",
                    "Use getCurrentAccount, or the folders and events of the server, which show all that your rights"
                            + " allow.");
        }
        return me.account() != null;
    }
}
