package org.caselli.objectmodel.faxcom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.caselli.client.Api;
import org.caselli.client.Incoming;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxJobs;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Items;
import org.jspecify.annotations.Nullable;

/** The jobs of both queues that one may see, the oldest first: in the order of their numbers. */
final class Jobs extends Items<FaxJob> implements FaxJobs {
    /** As many as the server gives at once. */
    private static final int SLICE = 1000;

    private Jobs(List<? extends FaxJob> jobs) {
        super(jobs);
    }

    static Jobs of(Connection connection) {
        var jobs = new ArrayList<Job>();
        String after = null;
        do {
            String from = after;
            Api.Jobs some = connection.ask(client -> client.jobs(List.of(), false, from, SLICE));
            some.items().forEach(job -> jobs.add(new Job(connection, job)));
            after = some.next();
        } while (after != null);
        incoming(connection, jobs);
        jobs.sort(Comparator.comparingInt(Job::getJobId));
        return new Jobs(jobs);
    }

    /** None, and no refusal, where one does not see what comes in: outgoing jobs of others are left out in silence as well. */
    private static void incoming(Connection connection, List<Job> jobs) {
        @Nullable String after = null;
        try {
            do {
                String from = after;
                Incoming.Jobs some = connection.ask(client -> client.incoming().jobs(List.of(), from, SLICE));
                some.items().forEach(job -> jobs.add(new Job(connection, job)));
                after = some.next();
            } while (after != null);
        } catch (FaxException refused) {
            if (refused.error() != FaxError.E_ACCESSDENIED) {
                throw refused;
            }
        }
    }
}
