package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxAccountOutgoingArchive;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;

/** What an account has sent. */
final class AccountOutgoingArchive implements FaxAccountOutgoingArchive {
    private final Account account;
    private final Size size;

    AccountOutgoingArchive(Account account) {
        this.account = account;
        this.size = new Size(this::octets);
    }

    private long octets() {
        boolean own = account.own();
        return account.connection()
                .ask(client -> own
                        ? client.archives().folders().sentItems().octets()
                        : client.archives().status().sent().octets());
    }

    @Override
    public int getSizeLow() {
        return size.low();
    }

    @Override
    public int getSizeHigh() {
        return size.high();
    }

    @Override
    public void refresh() {
        size.refresh();
    }

    @Override
    public FaxOutgoingMessageIterator getMessages(int prefetchSize) {
        return new OutgoingMessageIterator(account.connection(), account.own(), prefetchSize);
    }

    @Override
    public FaxOutgoingMessage getMessage(String messageId) {
        account.own();
        return OutgoingMessage.find(account.connection(), messageId);
    }
}
