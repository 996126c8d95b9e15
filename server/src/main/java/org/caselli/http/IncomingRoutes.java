package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import org.caselli.http.wire.IncomingWire;
import org.caselli.queue.IncomingState;
import org.caselli.service.IncomingQueue;
import org.caselli.service.Slice;

/** Faxes that come in or are being routed. */
final class IncomingRoutes {
    private static final String JOBS = Rest.API + "/incoming/jobs";

    /** As of a page of a received fax. */
    private static final int DEFAULT_WIDTH = 400;

    private final IncomingQueue queue;
    private final Rest rest;

    IncomingRoutes(IncomingQueue queue, Rest rest) {
        this.queue = queue;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(JOBS, this::list, Need.ANY_RIGHT);
        routes.get(JOBS + "/{id}", this::show, Need.ANY_RIGHT);
        routes.delete(JOBS + "/{id}", this::cancel, Need.MANAGE_RECEIVE_FOLDER);
        routes.post(JOBS + "/{id}/cancel", this::cancel, Need.MANAGE_RECEIVE_FOLDER);
        routes.post(
                JOBS + "/{id}/restart",
                context -> rest.write(context, IncomingWire.Job.of(queue.restart(id(context)))),
                Need.MANAGE_RECEIVE_FOLDER);
        routes.get(
                JOBS + "/{id}/pdf",
                context -> Rest.file(context, queue.pdf(id(context)), "application/pdf", "fax-" + id(context) + ".pdf"),
                Need.ANY_RIGHT);
        routes.get(JOBS + "/{id}/pages/{page}", this::page, Need.ANY_RIGHT);
        routes.get(
                JOBS + "/{id}/tiff",
                context -> Rest.file(context, queue.tiff(id(context)), "image/tiff", "fax-" + id(context) + ".tif"),
                Need.ANY_RIGHT);
    }

    /** A job's number may stand for its id. */
    private String id(Context context) {
        return queue.id(Rest.id(context));
    }

    private void list(Context context) {
        Slice slice = Rest.slice(context, "account", "state");
        var states = new ArrayList<IncomingState>();
        for (String state : context.queryParams("state")) {
            states.add(Rest.choice("The parameter state", state, IncomingState.values()));
        }
        boolean own = Rest.single(context, "account").isPresent();
        rest.write(
                context,
                IncomingWire.Jobs.of(Rest.folders(context)
                        .call(() -> own ? queue.jobsInSight(states, slice) : queue.jobs(states, slice))));
    }

    private void show(Context context) {
        boolean own = Rest.single(context, "account").isPresent();
        rest.write(context, Rest.folder(context).call(() -> {
            if (own) {
                queue.requireInSight(Rest.id(context));
            }
            String id = id(context);
            return IncomingWire.JobDetail.of(queue.job(id), queue.steps(id));
        }));
    }

    private void page(Context context) {
        Rest.parameters(context, List.of("width"));
        int page = (int) Rest.number("The page", context.pathParam("page"), 1, 1_000_000);
        int width = Rest.single(context, "width")
                .map(text -> (int) Rest.number("width", text, 1, Integer.MAX_VALUE))
                .orElse(DEFAULT_WIDTH);
        String id = id(context);
        Rest.file(context, queue.page(id, page, width), "image/png", "fax-" + id + "-" + page + ".png");
    }

    private void cancel(Context context) {
        queue.cancel(id(context));
        context.status(204);
    }
}
