package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.caselli.http.wire.OutgoingWire;
import org.caselli.image.Resolution;
import org.caselli.service.SourceFile.Content;
import org.caselli.service.Upload;
import org.caselli.service.Uploads;

/** Documents that are uploaded before they are sent. The body of an upload is the file itself. */
final class DocumentRoutes {
    private static final String DOCUMENT = Rest.API + "/documents/{id}";

    private final Uploads uploads;
    private final long maxUploadBytes;
    private final Rest rest;

    DocumentRoutes(Uploads uploads, HttpSettings settings, Rest rest) {
        this.uploads = uploads;
        this.maxUploadBytes = settings.maxUploadBytes();
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(
                Rest.API + "/documents",
                context -> rest.write(context, OutgoingWire.Documents.of(uploads.list(Rest.slice(context)))),
                Need.SUBMIT_LOW);
        routes.post(Rest.API + "/documents", this::upload, Need.SUBMIT_LOW);
        routes.get(
                DOCUMENT,
                context -> rest.write(context, OutgoingWire.Document.of(uploads.find(Rest.id(context)))),
                Need.SUBMIT_LOW);
        routes.delete(
                DOCUMENT,
                context -> {
                    uploads.delete(Rest.id(context));
                    context.status(204);
                },
                Need.SUBMIT_LOW);
        routes.get(DOCUMENT + "/pages/{page}", this::page, Need.SUBMIT_LOW);
    }

    private void upload(Context context) throws IOException {
        Rest.parameters(context, List.of("name", "resolution"));
        String name = Submissions.bareName(Rest.single(context, "name").orElse("document"));
        Resolution resolution = Rest.single(context, "resolution")
                .map(text -> Rest.choice("The parameter resolution", text, Resolution.values()))
                .orElse(Resolution.FINE);
        InputStream body = Submissions.limited(context, "document", maxUploadBytes);
        Content.Stored kept =
                uploads.keep(body, maxUploadBytes).orElseThrow(() -> Submissions.tooLarge("document", maxUploadBytes));
        Upload upload = uploads.add(name, kept, resolution);
        rest.created(context, "/documents/" + upload.id(), OutgoingWire.Document.of(upload));
    }

    private void page(Context context) {
        Rest.parameters(context, List.of("width"));
        int page = (int) Rest.number("The page", context.pathParam("page"), 1, 1_000_000);
        Optional<Integer> width = Rest.single(context, "width").map(text -> (int) Rest.number("width", text, 16, 1728));
        Rest.file(
                context,
                uploads.preview(Rest.id(context), page, width),
                "image/png",
                "document-" + Rest.id(context) + "-" + page + ".png");
    }
}
