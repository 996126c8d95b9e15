package org.caselli.objectmodel.faxcomex;

import java.util.List;
import org.caselli.client.Api;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingJobs;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;

/** The outgoing jobs that there were when they were asked for. */
final class OutgoingJobs extends Items<FaxOutgoingJob> implements FaxOutgoingJobs {
    OutgoingJobs(Connection connection, List<Api.Job> jobs) {
        super(jobs.stream().map(job -> new OutgoingJob(connection, job)).toList());
    }

    @Override
    public FaxOutgoingJob getItem(String id) {
        for (FaxOutgoingJob one : this) {
            if (one.getId().equalsIgnoreCase(id)) {
                return one;
            }
        }
        throw Faults.invalid(
                "There is no job " + id + " in this collection.", "Fetch a new one, or take one of its ids.");
    }
}
