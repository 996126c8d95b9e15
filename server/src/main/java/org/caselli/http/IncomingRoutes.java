package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import org.caselli.http.wire.IncomingWire;
import org.caselli.queue.IncomingState;
import org.caselli.service.IncomingQueue;
import org.caselli.service.Slice;

/** Faxes that come in or are being routed. */
final class IncomingRoutes {
    private static final String JOBS = Rest.API + "/incoming/jobs";

    private final IncomingQueue queue;
    private final Rest rest;

    IncomingRoutes(IncomingQueue queue, Rest rest) {
        this.queue = queue;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(JOBS, this::list);
        routes.get(JOBS + "/{id}", this::show);
        routes.delete(JOBS + "/{id}", this::cancel);
        routes.post(JOBS + "/{id}/cancel", this::cancel);
        routes.post(
                JOBS + "/{id}/restart",
                context -> rest.write(context, IncomingWire.Job.of(queue.restart(Rest.id(context)))));
        routes.get(
                JOBS + "/{id}/tiff",
                context -> Rest.file(
                        context, queue.tiff(Rest.id(context)), "image/tiff", "fax-" + Rest.id(context) + ".tif"));
    }

    private void list(Context context) {
        Slice slice = Rest.slice(context, "state");
        var states = new ArrayList<IncomingState>();
        for (String state : context.queryParams("state")) {
            states.add(Rest.choice("The parameter state", state, IncomingState.values()));
        }
        rest.write(context, IncomingWire.Jobs.of(queue.jobs(states, slice)));
    }

    private void show(Context context) {
        String id = Rest.id(context);
        rest.write(context, IncomingWire.JobDetail.of(queue.job(id), queue.steps(id)));
    }

    private void cancel(Context context) {
        queue.cancel(Rest.id(context));
        context.status(204);
    }
}
