package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxAccountFolders;
import org.caselli.faxcomex.FaxAccountIncomingArchive;
import org.caselli.faxcomex.FaxAccountIncomingQueue;
import org.caselli.faxcomex.FaxAccountOutgoingArchive;
import org.caselli.faxcomex.FaxAccountOutgoingQueue;

/** The folders of an account. Whether they may be looked into is found out when they are. */
final class AccountFolders implements FaxAccountFolders {
    private final Account account;

    AccountFolders(Account account) {
        this.account = account;
    }

    @Override
    public FaxAccountOutgoingQueue getOutgoingQueue() {
        return new AccountOutgoingQueue(account);
    }

    @Override
    public FaxAccountIncomingQueue getIncomingQueue() {
        return new AccountIncomingQueue(account);
    }

    @Override
    public FaxAccountIncomingArchive getIncomingArchive() {
        return new AccountIncomingArchive(account);
    }

    @Override
    public FaxAccountOutgoingArchive getOutgoingArchive() {
        return new AccountOutgoingArchive(account);
    }
}
