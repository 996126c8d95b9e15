package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxAccountOutgoingQueue;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingJobs;

/** The jobs that an account has submitted. */
final class AccountOutgoingQueue implements FaxAccountOutgoingQueue {
    private final Account account;

    AccountOutgoingQueue(Account account) {
        this.account = account;
    }

    @Override
    public FaxOutgoingJobs getJobs() {
        boolean own = account.own();
        return new OutgoingJobs(account.connection(), account.connection().ask(client -> client.queue(own)));
    }

    @Override
    public FaxOutgoingJob getJob(String jobId) {
        return new OutgoingJob(account.connection(), OutgoingJob.in(account.connection(), jobId, account.own()));
    }
}
