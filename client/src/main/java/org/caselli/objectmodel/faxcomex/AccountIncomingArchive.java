package org.caselli.objectmodel.faxcomex;

import org.caselli.client.Archives;
import org.caselli.faxcomex.FaxAccountIncomingArchive;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;

/** The inbox of an account: what was given to it and, if it sees that, what is nobody's. */
final class AccountIncomingArchive extends Sized implements FaxAccountIncomingArchive {
    private final Account account;

    AccountIncomingArchive(Account account) {
        this.account = account;
    }

    @Override
    long readSize() {
        boolean own = account.own();
        return account.connection()
                .ask(client -> own
                        ? ofInbox(client.archives().folders())
                        : client.archives().status().received().octets());
    }

    private static long ofInbox(Archives.Folders folders) {
        Archives.Totals receiveFolder = folders.receiveFolder();
        return folders.inbox().octets() + (receiveFolder == null ? 0 : receiveFolder.octets());
    }

    @Override
    public FaxIncomingMessageIterator getMessages(int prefetchSize) {
        return new IncomingMessageIterator(account.connection(), account.own(), prefetchSize);
    }

    @Override
    public FaxIncomingMessage getMessage(String messageId) {
        return IncomingMessage.find(account.connection(), messageId, account.own());
    }
}
