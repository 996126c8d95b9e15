package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.http.wire.OutgoingWire;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.queue.Operation;
import org.caselli.service.FaxService;
import org.caselli.service.Listing;
import org.caselli.service.Slice;

/** Submissions and their jobs. */
final class OutgoingRoutes {
    private static final String SUBMISSION = Rest.API + "/submissions/{id}";
    private static final String JOB = Rest.API + "/outgoing/jobs/{id}";

    private final FaxService service;
    private final Rest rest;
    private final Submissions submissions;

    OutgoingRoutes(FaxService service, HttpSettings settings, Rest rest) {
        this.service = service;
        this.rest = rest;
        this.submissions = new Submissions(service, settings, rest);
    }

    void add(RoutesConfig routes) {
        routes.post(Rest.API + "/submissions", submissions::submit, Need.SUBMIT_LOW);
        routes.get(
                SUBMISSION,
                context -> rest.write(context, OutgoingWire.Submission.of(service.submission(Rest.id(context)))),
                Need.ANY_RIGHT);
        routes.post(SUBMISSION + "/cancel", context -> all(context, Operation.DELETE), Need.ANY_RIGHT);
        routes.post(SUBMISSION + "/pause", context -> all(context, Operation.PAUSE), Need.ANY_RIGHT);
        routes.post(SUBMISSION + "/resume", context -> all(context, Operation.RESUME), Need.ANY_RIGHT);

        routes.get(Rest.API + "/outgoing/jobs", this::jobs, Need.ANY_RIGHT);
        routes.get(Rest.API + "/outgoing/changes", this::changes, Need.ANY_RIGHT);
        routes.get(
                JOB,
                context -> rest.write(context, OutgoingWire.JobDetail.of(service.job(job(context)))),
                Need.ANY_RIGHT);
        routes.delete(JOB, context -> one(context, service::cancel), Need.ANY_RIGHT);
        routes.post(JOB + "/cancel", context -> one(context, service::cancel), Need.ANY_RIGHT);
        routes.post(JOB + "/pause", context -> one(context, service::pause), Need.ANY_RIGHT);
        routes.post(JOB + "/resume", context -> one(context, service::resume), Need.ANY_RIGHT);
        routes.post(JOB + "/restart", context -> one(context, service::restart), Need.ANY_RIGHT);
        routes.get(
                JOB + "/tiff",
                context ->
                        Rest.file(context, service.jobTiff(job(context)), "image/tiff", "fax-" + job(context) + ".tif"),
                Need.ANY_RIGHT);
    }

    /** A job's number may stand for its id. */
    private String job(Context context) {
        return service.jobId(Rest.id(context));
    }

    private void jobs(Context context) {
        Slice slice = Rest.slice(context, "account", "state", "submission", "id", "all");
        var states = new ArrayList<JobState>();
        for (String state : context.queryParams("state")) {
            states.add(Rest.choice("The parameter state", state, JobState.values()));
        }
        boolean all = Rest.single(context, "all").map(OutgoingRoutes::flag).orElse(false);
        Optional<String> submission = Rest.single(context, "submission");
        List<String> ids = context.queryParams("id");
        Listing<Job> listing = Rest.folders(context)
                .call(() -> submission
                        .map(id -> whole(service.jobsOf(id), states))
                        .orElseGet(() -> ids.isEmpty()
                                ? service.jobs(states, all, slice)
                                : whole(service.jobsOf(ids, all), states)));
        rest.write(context, OutgoingWire.Jobs.of(listing));
    }

    private void changes(Context context) {
        Rest.parameters(context, List.of("account", "since"));
        String mark = Rest.single(context, "since").orElse("");
        rest.write(context, OutgoingWire.Changes.of(Rest.folders(context).call(() -> service.changes(mark))));
    }

    private static Listing<Job> whole(List<Job> jobs, List<JobState> states) {
        return new Listing<>(
                jobs.stream()
                        .filter(job -> states.isEmpty() || states.contains(job.state()))
                        .toList(),
                Optional.empty());
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalid("all is \"" + Rest.shown(text) + "\".", "Give true or false.");
        };
    }

    private void one(Context context, Function<String, Job> operation) {
        rest.write(context, OutgoingWire.Job.of(operation.apply(job(context))));
    }

    private void all(Context context, Operation operation) {
        rest.write(context, OutgoingWire.Jobs.of(service.operateOnAll(Rest.id(context), operation)));
    }
}
