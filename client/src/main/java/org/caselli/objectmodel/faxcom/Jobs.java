package org.caselli.objectmodel.faxcom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxJobs;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Items;

/** The jobs of both queues that one may see, the oldest first: in the order of their numbers. */
final class Jobs extends Items<FaxJob> implements FaxJobs {
    private Jobs(List<? extends FaxJob> jobs) {
        super(jobs);
    }

    static Jobs of(Connection connection) {
        var jobs = new ArrayList<Job>();
        connection.ask(client -> client.queue(false)).forEach(job -> jobs.add(new Job(connection, job)));
        incoming(connection, jobs);
        jobs.sort(Comparator.comparingInt(Job::getJobId));
        return new Jobs(jobs);
    }

    /** None, and no refusal, where one does not see what comes in: outgoing jobs of others are left out in silence as well. */
    private static void incoming(Connection connection, List<Job> jobs) {
        try {
            connection.ask(client -> client.incoming().all(false)).forEach(job -> jobs.add(new Job(connection, job)));
        } catch (FaxException refused) {
            if (refused.error() != FaxError.E_ACCESSDENIED) {
                throw refused;
            }
        }
    }
}
