package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxAccountIncomingQueue;
import org.caselli.faxcomex.FaxIncomingJob;
import org.caselli.faxcomex.FaxIncomingJobs;

/** The jobs that come in, as far as an account sees them. */
final class AccountIncomingQueue implements FaxAccountIncomingQueue {
    private final Account account;

    AccountIncomingQueue(Account account) {
        this.account = account;
    }

    @Override
    public FaxIncomingJobs getJobs() {
        boolean own = account.own();
        return new IncomingJobs(
                account.connection(),
                account.connection().ask(client -> client.incoming().all(own)));
    }

    @Override
    public FaxIncomingJob getJob(String jobId) {
        return new IncomingJob(account.connection(), IncomingJob.in(account.connection(), jobId, account.own()));
    }
}
