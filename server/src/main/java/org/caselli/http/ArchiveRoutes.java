package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.caselli.http.wire.Wire;
import org.caselli.service.FaxService;

/** Faxes that were sent and received. */
final class ArchiveRoutes {
    private static final String SENT = Rest.API + "/outgoing/messages";
    private static final String RECEIVED = Rest.API + "/incoming/messages";

    private final FaxService service;
    private final Rest rest;

    ArchiveRoutes(FaxService service, Rest rest) {
        this.service = service;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(SENT, context -> rest.write(context, Wire.SentFaxes.of(service.sent(Rest.slice(context)))));
        routes.get(SENT + "/{id}", context -> rest.write(context, Wire.SentFax.of(service.sentFax(Rest.id(context)))));
        routes.delete(SENT + "/{id}", context -> {
            service.deleteSent(Rest.id(context));
            context.status(204);
        });
        routes.get(SENT + "/{id}/tiff", context -> tiff(context, service.sentTiff(Rest.id(context))));
        routes.get(SENT + "/{id}/pdf", context -> pdf(context, service.sentPdf(Rest.id(context))));

        routes.get(RECEIVED, context -> rest.write(context, Wire.ReceivedFaxes.of(service.inbox(Rest.slice(context)))));
        routes.get(
                RECEIVED + "/{id}",
                context -> rest.write(context, Wire.ReceivedFax.of(service.receivedFax(Rest.id(context)))));
        routes.patch(RECEIVED + "/{id}", this::mark);
        routes.delete(RECEIVED + "/{id}", context -> {
            service.deleteReceived(Rest.id(context));
            context.status(204);
        });
        routes.get(RECEIVED + "/{id}/tiff", context -> tiff(context, service.receivedTiff(Rest.id(context))));
        routes.get(RECEIVED + "/{id}/pdf", context -> pdf(context, service.receivedPdf(Rest.id(context))));
    }

    private void mark(Context context) {
        Boolean read = rest.body(context, Wire.ReceivedFaxChange.class).read();
        if (read == null) {
            throw ProblemException.invalid(
                    "The body has no member \"read\".", "Send {\"read\": true} or {\"read\": false}.");
        }
        rest.write(context, Wire.ReceivedFax.of(service.markRead(Rest.id(context), read)));
    }

    // The id was found by the service, so it is one of its own and needs no quoting.

    private static void tiff(Context context, byte[] file) {
        Rest.file(context, file, "image/tiff", "fax-" + Rest.id(context) + ".tif");
    }

    private static void pdf(Context context, byte[] file) {
        Rest.file(context, file, "application/pdf", "fax-" + Rest.id(context) + ".pdf");
    }
}
