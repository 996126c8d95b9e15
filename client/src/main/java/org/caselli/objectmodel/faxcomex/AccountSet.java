package org.caselli.objectmodel.faxcomex;

import java.util.List;
import org.caselli.client.Accounts.NewAccount;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountSet;
import org.caselli.faxcomex.FaxAccounts;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.jspecify.annotations.Nullable;

final class AccountSet implements FaxAccountSet {
    /** What a standard user of Windows may do; an account without any right could not even connect. */
    private static final List<String> RIGHTS = List.of("submit_low", "submit_normal");

    private final Server server;
    private final Connection connection;

    AccountSet(Server server) {
        this.server = server;
        this.connection = server.connection();
    }

    /** The name that an account has here: {@code User}, of a machine or of a domain. */
    static String plain(@Nullable String accountName) {
        String name = accountName == null ? "" : accountName.strip();
        int slash = name.lastIndexOf('\\');
        if (name.length() == slash + 1 || slash == 0 || name.indexOf('\\') != slash) {
            throw Faults.invalid(
                    "\"" + name + "\" is not the name of an account.", "Give one such as ann, or OFFICE\\ann.");
        }
        return name.substring(slash + 1);
    }

    @Override
    public FaxAccounts getAccounts() {
        return new Accounts(connection.ask(client -> client.accounts().list()).stream()
                .map(account -> new Account(server, account.name()))
                .toList());
    }

    @Override
    public FaxAccount getAccount(@Nullable String accountName) {
        String name = plain(accountName);
        String own = connection.ask(client -> client.access().me().name());
        return own.equalsIgnoreCase(name)
                ? server.own(own)
                : new Account(
                        server,
                        connection
                                .ask(
                                        FaxError.ERROR_FILE_NOT_FOUND,
                                        client -> client.accounts().find(name))
                                .value()
                                .name());
    }

    @Override
    public FaxAccount addAccount(@Nullable String accountName) {
        String name = plain(accountName);
        var added =
                connection.ask(client -> client.accounts().add(new NewAccount(name, null, null, RIGHTS, null, null)));
        return new Account(server, added.name());
    }

    @Override
    public void removeAccount(@Nullable String accountName) {
        String name = plain(accountName);
        connection.tell(
                FaxError.ERROR_FILE_NOT_FOUND, client -> client.accounts().remove(name));
    }
}
