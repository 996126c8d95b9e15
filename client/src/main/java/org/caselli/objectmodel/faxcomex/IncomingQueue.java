package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxIncomingJob;
import org.caselli.faxcomex.FaxIncomingJobs;
import org.caselli.faxcomex.FaxIncomingQueue;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.ServerSettings;

/** The incoming queue: whether calls are answered, and what is in it. */
final class IncomingQueue implements FaxIncomingQueue {
    private static final String BLOCKED = "incoming.blocked";

    private final Connection connection;
    private final ServerSettings settings;

    IncomingQueue(Connection connection) {
        this.connection = connection;
        settings = new ServerSettings(connection, BLOCKED);
    }

    @Override
    public boolean isBlocked() {
        return settings.flag(BLOCKED);
    }

    @Override
    public void setBlocked(boolean value) {
        settings.set(BLOCKED, value);
    }

    @Override
    public void refresh() {
        settings.refresh();
    }

    @Override
    public void save() {
        settings.save();
    }

    @Override
    public FaxIncomingJobs getJobs() {
        return new IncomingJobs(
                connection, connection.ask(client -> client.incoming().all(false)));
    }

    @Override
    public FaxIncomingJob getJob(String jobId) {
        return new IncomingJob(connection, IncomingJob.in(connection, jobId, false));
    }
}
