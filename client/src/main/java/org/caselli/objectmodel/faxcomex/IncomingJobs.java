package org.caselli.objectmodel.faxcomex;

import java.util.List;
import org.caselli.client.Incoming;
import org.caselli.faxcomex.FaxIncomingJob;
import org.caselli.faxcomex.FaxIncomingJobs;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;

/** The incoming jobs that there were when they were asked for. */
final class IncomingJobs extends Items<FaxIncomingJob> implements FaxIncomingJobs {
    IncomingJobs(Connection connection, List<Incoming.Job> jobs) {
        super(jobs.stream().map(job -> new IncomingJob(connection, job)).toList());
    }

    @Override
    public FaxIncomingJob getItem(String id) {
        for (FaxIncomingJob one : this) {
            if (one.getId().equalsIgnoreCase(id)) {
                return one;
            }
        }
        throw Faults.invalid(
                "There is no job " + id + " in this collection.", "Fetch a new one, or take one of its ids.");
    }
}
