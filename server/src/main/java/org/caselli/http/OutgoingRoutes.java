package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Optional;
import org.caselli.http.wire.Wire;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.service.FaxService;
import org.caselli.service.Listing;
import org.caselli.service.Slice;

/** Submissions and their jobs. */
final class OutgoingRoutes {
    private final FaxService service;
    private final Rest rest;
    private final Submissions submissions;

    OutgoingRoutes(FaxService service, HttpSettings settings, Rest rest) {
        this.service = service;
        this.rest = rest;
        this.submissions = new Submissions(service, settings, rest);
    }

    void add(RoutesConfig routes) {
        routes.post(Rest.API + "/submissions", submissions::submit);
        routes.get(
                Rest.API + "/submissions/{id}",
                context -> rest.write(context, Wire.Submission.of(service.submission(Rest.id(context)))));
        routes.get(Rest.API + "/outgoing/jobs", this::jobs);
        routes.get(
                Rest.API + "/outgoing/jobs/{id}",
                context -> rest.write(context, Wire.JobDetail.of(service.job(Rest.id(context)))));
        routes.delete(Rest.API + "/outgoing/jobs/{id}", this::cancel);
        routes.post(Rest.API + "/outgoing/jobs/{id}/cancel", this::cancel);
        routes.post(
                Rest.API + "/outgoing/jobs/{id}/restart",
                context -> rest.write(context, Wire.Job.of(service.restart(Rest.id(context)))));
        routes.get(
                Rest.API + "/outgoing/jobs/{id}/tiff",
                context -> Rest.file(
                        context, service.jobTiff(Rest.id(context)), "image/tiff", "fax-" + Rest.id(context) + ".tif"));
    }

    private void jobs(Context context) {
        Slice slice = Rest.slice(context, "state", "submission");
        var states = new ArrayList<JobState>();
        for (String state : context.queryParams("state")) {
            states.add(Rest.choice("The parameter state", state, JobState.values()));
        }
        Optional<String> submission = Rest.single(context, "submission");
        Listing<Job> listing = submission
                .map(id -> new Listing<>(
                        service.jobsOf(id).stream()
                                .filter(job -> states.isEmpty() || states.contains(job.state()))
                                .toList(),
                        Optional.empty()))
                .orElseGet(() -> service.jobs(states, slice));
        rest.write(context, Wire.Jobs.of(listing));
    }

    private void cancel(Context context) {
        rest.write(context, Wire.Job.of(service.cancel(Rest.id(context))));
    }
}
