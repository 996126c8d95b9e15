package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxAccountOutgoingArchive;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;

/** What an account has sent. */
final class AccountOutgoingArchive extends Sized implements FaxAccountOutgoingArchive {
    private final Account account;

    AccountOutgoingArchive(Account account) {
        this.account = account;
    }

    @Override
    long readSize() {
        boolean own = account.own();
        return account.connection()
                .ask(client -> own
                        ? client.archives().folders().sentItems().octets()
                        : client.archives().status().sent().octets());
    }

    @Override
    public FaxOutgoingMessageIterator getMessages(int prefetchSize) {
        return new OutgoingMessageIterator(account.connection(), account.own(), prefetchSize);
    }

    @Override
    public FaxOutgoingMessage getMessage(String messageId) {
        return OutgoingMessage.find(account.connection(), messageId, account.own());
    }
}
