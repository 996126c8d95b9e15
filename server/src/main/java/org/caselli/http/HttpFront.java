package org.caselli.http;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caselli.http.wire.Wire;
import org.caselli.queue.JobState;
import org.caselli.service.FaxService;
import org.caselli.service.Listing;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST interface under {@code /api/v1}. Its contract is {@code openapi.yaml}, which it serves and which a test holds
 * against it. Every request has a virtual thread.
 */
public final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final String API = "/api/v1";
    private static final int DEFAULT_LIMIT = 100;

    /** Addresses below these are answered without a token. */
    private static final List<String> PUBLIC = List.of(API + "/openapi.yaml", ProblemKind.ROOT);

    private final HttpSettings settings;
    private final FaxService service;
    private final ServerFacts facts;
    private final byte[] token;
    private final Clock clock;
    private final Jsonb json = Jsonb.builder().failOnUnknown(true).build();
    private final EventStreams streams;
    private final Submissions submissions;
    private final Javalin javalin;

    /**
     * @param token what a request must bring as its bearer token
     */
    public HttpFront(HttpSettings settings, FaxService service, ServerFacts facts, String token, Clock clock) {
        this.settings = settings;
        this.service = service;
        this.facts = facts;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        this.streams = new EventStreams(service, json);
        this.submissions = new Submissions(service, json, settings);
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Begins to answer.
     *
     * @throws IOException if the port cannot be had
     */
    public void start() throws IOException {
        try {
            javalin.start(settings.address(), settings.port());
        } catch (RuntimeException cause) {
            throw new IOException("HTTP cannot listen at " + settings.address() + ":" + settings.port() + ".", cause);
        }
    }

    /** The port it listens at. */
    public int port() {
        return javalin.port();
    }

    /** The addresses of all routes with their methods, as {@code "GET /api/v1/server"}. */
    Set<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .collect(Collectors.toSet());
    }

    /** Ends the event streams and stops answering; requests under way have a moment to finish. */
    @Override
    public void close() {
        streams.close();
        javalin.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = HttpSettings.MAX_BODY_BYTES;
        config.http.defaultContentType = "application/json";
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
        });
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(2_000);
            server.setErrorHandler(new PlainErrors(json));
        });
        routes(config.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before(this::admit);
        routes.get(API + "/openapi.yaml", HttpFront::describe);
        routes.get(ProblemKind.ROOT + "{name}", this::explainProblem);
        routes.get(API + "/server", this::server);
        routes.get(API + "/devices", context -> write(context, new Wire.Devices(devices())));
        routes.get(API + "/devices/{id}", this::device);
        routes.get(API + "/events", streams::listen);

        routes.post(API + "/submissions", submissions::submit);
        routes.get(
                API + "/submissions/{id}",
                context -> write(context, Wire.Submission.of(service.submission(id(context)))));
        routes.get(API + "/outgoing/jobs", this::jobs);
        routes.get(API + "/outgoing/jobs/{id}", context -> write(context, Wire.JobDetail.of(service.job(id(context)))));
        routes.delete(API + "/outgoing/jobs/{id}", this::cancel);
        routes.post(API + "/outgoing/jobs/{id}/cancel", this::cancel);
        routes.post(
                API + "/outgoing/jobs/{id}/restart",
                context -> write(context, Wire.Job.of(service.restart(id(context)))));
        routes.get(API + "/outgoing/jobs/{id}/tiff", context -> tiff(context, service.jobTiff(id(context))));

        routes.get(
                API + "/outgoing/messages", context -> write(context, Wire.SentFaxes.of(service.sent(slice(context)))));
        routes.get(
                API + "/outgoing/messages/{id}",
                context -> write(context, Wire.SentFax.of(service.sentFax(id(context)))));
        routes.delete(API + "/outgoing/messages/{id}", context -> {
            service.deleteSent(id(context));
            context.status(204);
        });
        routes.get(API + "/outgoing/messages/{id}/tiff", context -> tiff(context, service.sentTiff(id(context))));
        routes.get(API + "/outgoing/messages/{id}/pdf", context -> pdf(context, service.sentPdf(id(context))));

        routes.get(
                API + "/incoming/messages",
                context -> write(context, Wire.ReceivedFaxes.of(service.inbox(slice(context)))));
        routes.get(
                API + "/incoming/messages/{id}",
                context -> write(context, Wire.ReceivedFax.of(service.receivedFax(id(context)))));
        routes.patch(API + "/incoming/messages/{id}", this::mark);
        routes.delete(API + "/incoming/messages/{id}", context -> {
            service.deleteReceived(id(context));
            context.status(204);
        });
        routes.get(API + "/incoming/messages/{id}/tiff", context -> tiff(context, service.receivedTiff(id(context))));
        routes.get(API + "/incoming/messages/{id}/pdf", context -> pdf(context, service.receivedPdf(id(context))));

        routes.get(API + "/calls", context -> write(context, Wire.Calls.of(service.calls(slice(context)))));
        routes.get(API + "/calls/{id}", context -> write(context, Wire.Call.of(service.call(id(context)))));

        routes.exception(ProblemException.class, (problem, context) -> write(context, problem));
        routes.exception(Refusal.class, (refusal, context) -> write(context, ProblemException.of(refusal)));
        routes.exception(HttpResponseException.class, this::write);
        routes.exception(Exception.class, (error, context) -> {
            LOG.error("{} {} failed.", context.method(), context.path(), error);
            write(
                    context,
                    new ProblemException(
                            ProblemKind.INTERNAL_ERROR,
                            "The request met an error in the server.",
                            "Look at the server's log at this time, and report it."));
        });
    }

    private void admit(Context context) {
        String path = context.path();
        if (PUBLIC.stream().anyMatch(open -> open.endsWith("/") ? path.startsWith(open) : path.equals(open))) {
            return;
        }
        String header = Objects.requireNonNullElse(context.header("Authorization"), "");
        boolean bearer = header.regionMatches(true, 0, "Bearer ", 0, 7);
        byte[] offered = header.substring(bearer ? 7 : header.length()).strip().getBytes(StandardCharsets.UTF_8);
        // Compares in a time that does not tell how much of a guess was right.
        if (!MessageDigest.isEqual(offered, token)) {
            // RFC 6750 clause 3: no error code where no token was offered.
            context.header(
                    "WWW-Authenticate", "Bearer realm=\"caselli\"" + (bearer ? ", error=\"invalid_token\"" : ""));
            throw new ProblemException(
                    ProblemKind.UNAUTHORIZED,
                    bearer ? "The token is not the right one." : "The request has no bearer token.",
                    "Send \"Authorization: Bearer TOKEN\" with the content of the file admin.token in the server's data"
                            + " directory.");
        }
    }

    private static void describe(Context context) throws IOException {
        try (InputStream document = HttpFront.class.getResourceAsStream("openapi.yaml")) {
            if (document == null) {
                throw new IllegalStateException("openapi.yaml is missing from the program; build it again.");
            }
            context.contentType("application/yaml; charset=utf-8").result(document.readAllBytes());
        }
    }

    private void explainProblem(Context context) {
        String name = context.pathParam("name");
        ProblemKind kind = Arrays.stream(ProblemKind.values())
                .filter(candidate -> candidate.slug().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.NOT_FOUND,
                        "There is no type of problem with this name.",
                        "Use the type of a problem as it came; the types are: "
                                + Arrays.stream(ProblemKind.values())
                                        .map(ProblemKind::slug)
                                        .collect(Collectors.joining(", "))
                                + "."));
        write(context, new Wire.ProblemType(kind.type(), kind.title(), kind.status(), kind.explanation()));
    }

    private void server(Context context) {
        write(
                context,
                Wire.Server.of(
                        facts.version(),
                        facts.startedAt(),
                        clock.instant(),
                        service.lastEvent(),
                        service.activity(),
                        facts.sipPort(),
                        facts.failures()));
    }

    private List<Wire.Device> devices() {
        return service.devices().stream().map(Wire.Device::of).toList();
    }

    private void device(Context context) {
        String id = id(context);
        write(
                context,
                devices().stream()
                        .filter(device -> device.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new ProblemException(
                                ProblemKind.NOT_FOUND,
                                "There is no device with this id.",
                                "GET " + API + "/devices lists all of them.")));
    }

    private void jobs(Context context) {
        Slice slice = slice(context, "state", "submission");
        var states = new ArrayList<JobState>();
        for (String state : context.queryParams("state")) {
            states.add(choice("The parameter state", state, JobState.values()));
        }
        Optional<String> submission = single(context, "submission");
        Listing<org.caselli.queue.Job> listing = submission
                .map(id -> new Listing<>(
                        service.jobsOf(id).stream()
                                .filter(job -> states.isEmpty() || states.contains(job.state()))
                                .toList(),
                        Optional.empty()))
                .orElseGet(() -> service.jobs(states, slice));
        write(context, Wire.Jobs.of(listing));
    }

    private void cancel(Context context) {
        write(context, Wire.Job.of(service.cancel(id(context))));
    }

    private void mark(Context context) {
        requireType(context, "application/json");
        Wire.ReceivedFaxChange change = read(json, context.bodyAsBytes(), Wire.ReceivedFaxChange.class, "The body");
        Boolean read = change.read();
        if (read == null) {
            throw ProblemException.invalid(
                    "The body has no member \"read\".", "Send {\"read\": true} or {\"read\": false}.");
        }
        write(context, Wire.ReceivedFax.of(service.markRead(id(context), read)));
    }

    private static void tiff(Context context, byte[] file) {
        send(context, file, "image/tiff", ".tif");
    }

    private static void pdf(Context context, byte[] file) {
        send(context, file, "application/pdf", ".pdf");
    }

    private static void send(Context context, byte[] file, String type, String ending) {
        // The id was found by the service, so it is one of its own and needs no quoting.
        context.contentType(type)
                .header("Content-Disposition", "inline; filename=\"fax-" + id(context) + ending + "\"")
                .result(file);
    }

    private static String id(Context context) {
        return context.pathParam("id");
    }

    /** Reads the paging parameters, and refuses parameters that are neither these nor among the named ones. */
    static Slice slice(Context context, String... others) {
        var known = new ArrayList<>(List.of("after", "limit"));
        known.addAll(List.of(others));
        for (String name : context.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw ProblemException.invalid(
                        "There is no parameter \"" + shown(name) + "\" here.",
                        "The parameters are: " + String.join(", ", known) + ".");
            }
        }
        int limit = single(context, "limit")
                .map(text -> (int) number("limit", text, 1, Slice.MAX_LIMIT))
                .orElse(DEFAULT_LIMIT);
        return new Slice(single(context, "after"), limit);
    }

    static Optional<String> single(Context context, String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw ProblemException.invalid(
                    "The parameter " + name + " is given " + values.size() + " times.", "Give it once.");
        }
        return values.stream().findFirst();
    }

    /** A whole number in a range, or a problem that says so. */
    static long number(String name, String text, long least, long most) {
        // Eighteen digits always fit a long.
        if (text.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw ProblemException.invalid(
                name + " is \"" + shown(text) + "\".", "Give a whole number from " + least + " to " + most + ".");
    }

    /** The constant with this name in the REST interface, or a problem that lists the choices. */
    static <E extends Enum<E>> E choice(String what, String text, E[] constants) {
        for (E constant : constants) {
            if (Wire.name(constant).equals(text)) {
                return constant;
            }
        }
        throw ProblemException.invalid(
                what + " is \"" + shown(text) + "\".",
                "Give one of: " + Arrays.stream(constants).map(Wire::name).collect(Collectors.joining(", ")) + ".");
    }

    /** What came in from outside, short enough to be repeated in a message. */
    static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    static void requireType(Context context, String type) {
        String actual = Objects.requireNonNullElse(context.contentType(), "");
        String bare = actual.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals(type)) {
            throw new ProblemException(
                    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                    bare.isEmpty() ? "The request has no Content-Type." : "The Content-Type is " + shown(bare) + ".",
                    "Send " + type + ".");
        }
    }

    /** Reads JSON, or throws a problem that says what is wrong with it. */
    static <T> T read(Jsonb json, byte[] body, Class<T> type, String what) {
        try {
            T value = json.type(type).fromJson(body);
            if (value != null) {
                return value;
            }
        } catch (JsonException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException cause) {
            throw ProblemException.invalid(
                    what + " is not the JSON that is expected: " + shown(String.valueOf(cause.getMessage())),
                    "The schema is in " + API + "/openapi.yaml.");
        }
        throw ProblemException.invalid(what + " is empty.", "The schema is in " + API + "/openapi.yaml.");
    }

    private void write(Context context, Object value) {
        context.contentType("application/json").result(json.toJsonBytes(value));
    }

    private void write(Context context, ProblemException problem) {
        context.status(problem.kind().status())
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .result(json.toJsonBytes(problem.problem()));
    }

    /** What Javalin itself refuses. */
    private void write(HttpResponseException refused, Context context) {
        if (refused instanceof MethodNotAllowedResponse) {
            // RFC 9110 clause 15.5.6: the answer lists what is allowed.
            context.header(
                    "Allow",
                    javalin.unsafe.internalRouter.allHttpHandlers().stream()
                            .filter(handler ->
                                    handler.endpoint.method.isHttpMethod() && handler.matches(context.path()))
                            .map(handler -> handler.endpoint.method.name())
                            .collect(Collectors.joining(", ")));
        }
        write(context, PlainErrors.problem(refused.getStatus(), context.method().name() + " " + shown(context.path())));
    }
}
