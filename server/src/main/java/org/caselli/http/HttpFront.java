package org.caselli.http;

import io.avaje.jsonb.Jsonb;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.caselli.service.FaxService;
import org.caselli.service.Refusal;
import org.caselli.service.access.Caller;
import org.caselli.service.access.SignIn;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST interface under {@code /api/v1}. Its contract is {@code openapi.yaml}, which it serves and which a test holds
 * against it. Every request has a virtual thread.
 */
public final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    /** Addresses below these are answered without a token. */
    private static final List<String> PUBLIC = List.of(
            Rest.API + "/openapi.yaml",
            ServerRoutes.HEALTH,
            ProblemKind.ROOT,
            AccessRoutes.SESSIONS,
            OpenIdRoutes.ROOT);

    /** The attribute of a request that says on whose behalf it is. */
    private static final String ARRIVAL = "arrival";

    private static final SignIn.Arrival NOBODY = new SignIn.Arrival(Caller.NOBODY, "");

    private final HttpSettings settings;
    private final FaxService service;
    private final ServerFacts facts;
    private final byte[] token;
    private final Clock clock;
    private final Rest rest = new Rest(Jsonb.builder().failOnUnknown(true).build());
    private final EventStreams streams;
    private final Auditing auditing;
    private final TokenGuesses guesses;
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
        this.streams = new EventStreams(service, rest.json(), settings.patience());
        this.auditing = new Auditing(service.audit());
        this.guesses = new TokenGuesses(clock);
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

    /** What each of the {@link #routes} needs of its caller. */
    Map<String, Set<Need>> needs() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .collect(Collectors.toMap(endpoint -> endpoint.method.name() + " " + endpoint.path, HttpFront::needs));
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
        config.router.handlerWrapper(this::guarded);
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = HttpSettings.MAX_BODY_BYTES;
        config.http.defaultContentType = "application/json";
        config.jetty.modifyHttpConfiguration(http -> {
            http.setIdleTimeout(settings.patience().toMillis());
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
        });
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(2_000);
            var slowClients = new SlowClients(settings.patience());
            slowClients.setHandler(new Unheard());
            server.setHandler(slowClients);
            server.setErrorHandler(new PlainErrors(rest.json()));
        });
        routes(config.routes);
    }

    /** The route's handler on behalf of the caller, after a look at what the route needs of him. */
    private Handler guarded(Endpoint endpoint) {
        if (!endpoint.method.isHttpMethod()) {
            return endpoint.handler;
        }
        Set<Need> needs = needs(endpoint);
        return context -> {
            if (needs.isEmpty()) {
                throw new IllegalStateException(endpoint.path + " does not say what it needs; nobody may have it.");
            }
            SignIn.Arrival arrival = Objects.requireNonNullElse(context.attribute(ARRIVAL), NOBODY);
            auditing.attend(endpoint, context, arrival, request -> {
                refuseOtherSites(request);
                needs.forEach(need -> need.check(arrival.caller()));
                answered(endpoint.handler, request);
            });
        };
    }

    /** Lets the handler answer. A body that does not come is a refusal as well. */
    private static void answered(Handler handler, Context context) throws Exception {
        try {
            handler.handle(context);
        } catch (Exception cause) {
            for (Throwable link = cause; link != null; link = link.getCause()) {
                if (link instanceof TimeoutException) {
                    context.header("Connection", "close"); // the rest of the body is not waited for
                    throw PlainErrors.problem(408, "The body of the request");
                }
            }
            throw cause;
        }
    }

    private static Set<Need> needs(Endpoint endpoint) {
        Roles roles = endpoint.metadata(Roles.class);
        return roles == null
                ? Set.of()
                : roles.getRoles().stream().map(Need.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    private void routes(RoutesConfig routes) {
        routes.before(context -> auditing.admission(context, this::admit));
        new ServerRoutes(service, facts, clock, rest).add(routes);
        routes.get(Rest.API + "/events", streams::listen, Need.ANY_RIGHT);
        new OutgoingRoutes(service, settings, rest).add(routes);
        new CoverRoutes(service.coverPages(), service.senders(), service.settings(), clock, rest).add(routes);
        new SecurityRoutes(service.security(), rest).add(routes);
        new SenderRoutes(service.senders(), rest).add(routes);
        new DocumentRoutes(service.uploads(), settings, rest).add(routes);
        new ArchiveRoutes(service.archives(), service.activityLog(), rest).add(routes);
        new SettingsRoutes(service.settings(), service.configuration(), rest).add(routes);
        new DeviceRoutes(service.devices(), service.extensionProperties(), service.visibility(), rest).add(routes);
        new ProviderRoutes(service.providers(), rest).add(routes);
        new ActivityRoutes(service, rest).add(routes);
        new WebhookRoutes(service.webhooks(), rest).add(routes);
        new ReceiptRoutes(service.receipts(), rest).add(routes);
        new OutboundRoutingRoutes(service.outboundRouting(), rest).add(routes);
        new TrunkRoutes(service.trunks(), rest).add(routes);
        new IncomingRoutes(service.incomingQueue(), rest).add(routes);
        new InboundRoutingRoutes(service, rest).add(routes);
        new MetricsRoutes(service.metrics(), settings.openMetrics() ? Need.NOTHING : Need.QUERY_CONFIG).add(routes);
        new CallRoutes(service, rest).add(routes);
        new AccessRoutes(service.accounts(), service.signIn(), rest).add(routes);
        new OpenIdRoutes(service.signIn().openId(), rest).add(routes);
        new AuditRoutes(service.audit(), rest).add(routes);

        routes.exception(ProblemException.class, (problem, context) -> rest.write(context, problem));
        routes.exception(Refusal.class, (refusal, context) -> rest.write(context, ProblemException.of(refusal)));
        routes.exception(HttpResponseException.class, this::refuse);
        routes.exception(Exception.class, this::fail);
    }

    /** An error that passes is a refusal too, and a client that has hung up is none; any other is one of ours. */
    private void fail(Exception error, Context context) {
        if (hasHungUp(error)) {
            LOG.info("{} {} was not done: the client hung up.", context.method(), context.path());
            rest.write(context, ProblemException.invalid("The request ended before it was there.", "Send all of it."));
            return;
        }
        ProblemException problem = Refusal.of(error)
                .map(refusal -> {
                    LOG.warn("{} {} was not done: {}", context.method(), context.path(), error.getMessage());
                    return ProblemException.of(refusal);
                })
                .orElseGet(() -> {
                    LOG.error("{} {} failed.", context.method(), context.path(), error);
                    return new ProblemException(
                            ProblemKind.INTERNAL_ERROR,
                            "The request met an error in the server.",
                            "Look at the server's log at this time, and report it.");
                });
        rest.write(context, problem);
    }

    private static boolean hasHungUp(Throwable error) {
        for (Throwable link = error; link != null; link = link.getCause()) {
            if (link instanceof EofException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Refuses what a page of another site has its reader's browser do here. No cookie signs anybody in, so that page could
     * not do much; but a browser keeps passwords of HTTP, and may reach a server that the site itself cannot.
     */
    private static void refuseOtherSites(Context context) {
        switch (context.method().name()) {
            case "GET", "HEAD", "OPTIONS" -> {
                return; // change nothing, and no other site may read their answers
            }
            default -> {}
        }
        // Fetch Metadata; browsers say it to https and localhost only, and the origin of a request that changes
        // something always.
        String site = context.header("Sec-Fetch-Site");
        String origin = context.header("Origin");
        boolean ours = site != null
                ? site.equals("same-origin") || site.equals("none")
                : origin == null || origin.replaceFirst("^https?://", "").equalsIgnoreCase(context.header("Host"));
        if (!ours) {
            throw new ProblemException(
                    ProblemKind.OTHER_SITE,
                    "The request was made by a page of another site"
                            + (origin == null ? "." : ", " + Rest.shown(origin) + "."),
                    "Programs send no Origin. Behind a reverse proxy, have it pass the header Host on as it comes.");
        }
    }

    private void admit(Context context) {
        String path = context.path();
        if (settings.openMetrics() && path.equals(MetricsRoutes.PATH)) {
            return;
        }
        if (PUBLIC.stream().anyMatch(open -> open.endsWith("/") ? path.startsWith(open) : path.equals(open))) {
            return;
        }
        String header = bearer(context);
        byte[] offered = header.getBytes(StandardCharsets.UTF_8);
        Optional<SignIn.Arrival> arrival = Optional.empty();
        String what = header.isEmpty() ? "The request has no bearer token." : "The token is not the right one.";
        try {
            arrival = arrival(offered, header);
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.UNKNOWN_CALLER) {
                throw refusal;
            }
            what = refusal.what();
        }
        if (arrival.isEmpty()) {
            boolean bearer = !header.isEmpty();
            if (bearer) {
                tooMany(context, guesses.wrong(context.ip()));
            }
            // RFC 6750 clause 3: no error code where no token was offered.
            context.header(
                    "WWW-Authenticate", "Bearer realm=\"caselli\"" + (bearer ? ", error=\"invalid_token\"" : ""));
            throw new ProblemException(
                    ProblemKind.UNAUTHORIZED,
                    what,
                    "Send \"Authorization: Bearer TOKEN\" with the token of a session, a personal token, or the content of"
                            + " the file admin.token in the server's data directory.");
        }
        context.attribute(ARRIVAL, arrival.get());
    }

    private static void tooMany(Context context, Optional<Duration> wait) {
        if (wait.isPresent()) {
            long seconds = Math.max(1, wait.get().toSeconds());
            context.header("Retry-After", Long.toString(seconds));
            throw new ProblemException(
                    ProblemKind.TOO_MANY_ATTEMPTS,
                    "There were too many wrong tokens from this address.",
                    "Try again in " + seconds + " s; a good token works at any time.");
        }
    }

    /** Who holds this token. The server's own key is looked at first, and counts also while the database is away. */
    private Optional<SignIn.Arrival> arrival(byte[] offered, String text) {
        if (offered.length == 0) {
            return Optional.empty();
        }
        // Compares in a time that does not tell how much of a guess was right.
        if (MessageDigest.isEqual(offered, token) || service.admitsElsewhere(offered)) {
            return Optional.of(new SignIn.Arrival(Caller.ADMINISTRATOR, "key"));
        }
        return service.signIn().arrival(text);
    }

    /** The token that a request has brought; empty if there is none. */
    static String bearer(Context context) {
        String header = Objects.requireNonNullElse(context.header("Authorization"), "");
        return header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : "";
    }

    /** What Javalin itself refuses. */
    private void refuse(HttpResponseException refused, Context context) {
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
        rest.write(
                context,
                PlainErrors.problem(refused.getStatus(), context.method().name() + " " + Rest.shown(context.path())));
    }
}
