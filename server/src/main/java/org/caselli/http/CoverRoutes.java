package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.caselli.http.wire.CoverWire;
import org.caselli.image.Resolution;
import org.caselli.service.Recipient;
import org.caselli.service.Refusal;
import org.caselli.service.Sender;
import org.caselli.service.SubmitRequest;
import org.caselli.service.cover.CoverPage;
import org.caselli.service.cover.CoverPages;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.cover.Made;
import org.caselli.service.cover.Message;
import org.caselli.service.sender.SenderProfile;
import org.caselli.service.sender.SenderProfiles;
import org.caselli.service.settings.Settings;
import org.jspecify.annotations.Nullable;

/** The cover pages that the server keeps. */
final class CoverRoutes {
    private static final String PAGES = Rest.API + "/cover-pages";
    private static final String PAGE = PAGES + "/{name}";

    private final CoverPages pages;
    private final SenderProfiles senders;
    private final Settings settings;
    private final InstantSource clock;
    private final Rest rest;

    CoverRoutes(CoverPages pages, SenderProfiles senders, Settings settings, InstantSource clock, Rest rest) {
        this.pages = pages;
        this.senders = senders;
        this.settings = settings;
        this.clock = clock;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(
                PAGES,
                context -> rest.write(
                        context,
                        new CoverWire.CoverPages(pages.list().stream()
                                .map(CoverWire.CoverPage::of)
                                .toList())),
                Need.ANY_RIGHT);
        routes.post(PAGES, this::add, Need.MANAGE_CONFIG);
        routes.get(PAGE, context -> write(context, pages.find(name(context))), Need.ANY_RIGHT);
        routes.put(PAGE, this::replace, Need.MANAGE_CONFIG);
        routes.delete(
                PAGE,
                context -> {
                    pages.remove(name(context));
                    context.status(204);
                },
                Need.MANAGE_CONFIG);
        routes.get(PAGE + "/template", this::template, Need.ANY_RIGHT);
        routes.post(PAGE + "/preview", context -> preview(context, name(context)), Need.SUBMIT_LOW);
        routes.post(PAGES + "/preview", context -> preview(context, null), Need.SUBMIT_LOW);
    }

    private static String name(Context context) {
        return context.pathParam("name");
    }

    private void write(Context context, CoverPage page) {
        rest.write(context, CoverWire.CoverPage.of(page), page.version());
    }

    private void add(Context context) {
        CoverWire.NewCoverPage wanted = rest.body(context, CoverWire.NewCoverPage.class);
        CoverPage page = pages.add(or(wanted.name()), or(wanted.template()));
        context.status(201);
        context.header(
                "Location",
                PAGES + "/"
                        + java.net.URLEncoder.encode(page.name(), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
        write(context, page);
    }

    private void replace(Context context) {
        String name = name(context);
        long expected = Rest.ifMatch(context, () -> pages.find(name).version());
        write(
                context,
                pages.replace(
                        name, or(rest.body(context, CoverWire.NewTemplate.class).template()), expected));
    }

    /** As a file to be kept and never as a page to be shown, for it is whatever somebody has written. */
    private void template(Context context) {
        CoverPage page = pages.find(name(context));
        context.header("ETag", "\"" + page.version() + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment; filename=\"cover-page.html\"")
                .contentType("text/plain; charset=utf-8")
                .result(page.template());
    }

    private void preview(Context context, @Nullable String name) throws IOException {
        Rest.parameters(context, List.of("page", "format"));
        CoverWire.Preview wanted = rest.body(context, CoverWire.Preview.class);
        Format format = Rest.single(context, "format")
                .map(text -> Rest.choice("format", text, Format.values()))
                .orElse(Format.PNG);
        int number = Rest.single(context, "page")
                .map(text -> (int) Rest.number("page", text, 1, 1000))
                .orElse(1);
        if (name != null && wanted.template() != null) {
            throw ProblemException.invalid(
                    "The preview is of a cover page of the server, and brings a template.",
                    "Post templates to " + PAGES + "/preview.");
        }
        String note = or(wanted.note());
        CoverRequest request =
                name == null ? CoverRequest.personal("", or(wanted.template()), note) : CoverRequest.server(name, note);
        Resolution resolution =
                Rest.choice("resolution", Objects.requireNonNullElse(wanted.resolution(), "fine"), Resolution.values());
        Recipient recipient = wanted.recipient() == null
                ? new Recipient("1002", "")
                : Submissions.recipient(
                        Objects.requireNonNullElse(wanted.recipient().number(), "1002"),
                        wanted.recipient().name(),
                        wanted.recipient().details());
        SenderProfile profile =
                senders.chosen(Objects.requireNonNullElse(wanted.senderProfile(), SenderProfile.DEFAULT));
        SubmitRequest fax = profile.of(SubmitRequest.of(List.of(), List.of(recipient), request)
                .about(or(wanted.subject()))
                .from(or(wanted.senderName()), or(wanted.senderId()), or(wanted.senderNumber()))
                .from(wanted.sender() == null ? Sender.NONE : wanted.sender().sender()));
        var message = Message.of(
                fax,
                profile,
                settings.identity().senderName(),
                clock.instant(),
                settings.outgoing().zone(),
                wanted.bodyPages() == null ? 0 : Math.clamp(wanted.bodyPages(), 0, 10_000));
        Made made = pages.make(pages.template(request).orElseThrow(), message, recipient, resolution);
        if (number > made.pages().size()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "The cover page has no page " + number + ".",
                    "Give 1 to " + made.pages().size() + ".");
        }
        context.header("Cover-Pages", Integer.toString(made.pages().size()));
        context.header("Cover-Missing", String.join(", ", made.missing()));
        var out = new ByteArrayOutputStream();
        switch (format) {
            case PNG -> made.writePng(number, out);
            case TIFF -> made.writeTiff(out);
        }
        Rest.file(
                context,
                out.toByteArray(),
                format == Format.PNG ? "image/png" : "image/tiff",
                format == Format.PNG ? "cover-page.png" : "cover-page.tif");
    }

    /** What a preview comes as. */
    private enum Format {
        /** One page, a dot for each dot of the fax. */
        PNG,
        /** All pages, as a fax file. */
        TIFF
    }

    private static String or(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
