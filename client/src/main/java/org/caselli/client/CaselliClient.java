package org.caselli.client;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A Caselli server, over HTTP. Safe to use from several threads. Every method throws {@link CaselliException} if the server
 * cannot be reached or refuses.
 *
 * <p>Closing it ends its connections, with all that is under way over them, and its thread; on Java 17 to 20, whose HTTP client cannot be closed, the garbage
 * collector does so.
 */
public final class CaselliClient implements AutoCloseable {
    /** Ours. How long a server on the other side of the world may take to accept a connection. */
    static final Duration CONNECT = Duration.ofSeconds(10);

    /** Ours. A submission of many pages is answered only when they are all made. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /** Ours. What is only looked up is there at once; more than this is nobody there. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    /** Ours. What is sent over a line slower than this, in octets a second, is given up. */
    private static final long SLOWEST = 64 * 1024;

    /** An empty list is a value too. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .jsonStream(JsonStream.builder().serializeEmpty(true).build())
            .build();

    private final String root;
    private final String token;
    private final HttpClient http;
    private final Duration patience;
    private final Jsonb json = Jsonb.instance();
    private final QueueView queue = new QueueView(this, false);
    private final QueueView ownQueue = new QueueView(this, true);

    /**
     * @param server the server's address, such as {@code http://127.0.0.1:7030}
     * @param token  the bearer token
     */
    public CaselliClient(URI server, String token) {
        this(root(server), token, http("http".equals(server.getScheme()) ? trustNobody() : null), ANSWER);
    }

    /**
     * The same over TLS with a trust of its own.
     *
     * @param tls says whom to trust, in place of the JDK
     */
    public CaselliClient(URI server, String token, SSLContext tls) {
        this(root(server), token, http(tls), ANSWER);
    }

    private CaselliClient(String root, String token, HttpClient http, Duration patience) {
        this.root = root;
        this.token = token;
        this.http = http;
        this.patience = patience;
    }

    private static String root(URI server) {
        String text = server.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static HttpClient http(@Nullable SSLContext tls) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    /** A client of the same server with another token. They share their connections: closing one closes both. */
    public CaselliClient with(String otherToken) {
        return new CaselliClient(root, otherToken, http, patience);
    }

    /**
     * A client of the same server that waits no longer than this for an answer to begin, or to go on. They share their
     * connections: closing one closes both.
     */
    public CaselliClient within(Duration longest) {
        return new CaselliClient(root, token, http, longest);
    }

    /** A client of the same server, which has moved to another address. They share their connections. */
    public CaselliClient at(URI address) {
        return new CaselliClient(root(address), token, http, patience);
    }

    /**
     * Without TLS there is nobody to trust; else the JDK reads its 140 certificates for every client, which takes a fifth of
     * a second at each command.
     */
    private static SSLContext trustNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("This JDK has no TLS; use another one.", cause);
        }
    }

    // The areas of the interface that have a class of their own.

    /** What was received and what was delivered. */
    public Archives archives() {
        return new Archives(this);
    }

    /** What administrators set. */
    public Settings settings() {
        return new Settings(this);
    }

    /** Files that are uploaded before they are sent. */
    public Documents documents() {
        return new Documents(this);
    }

    /** Who is told by mail how a fax ended. */
    public Receipts receipts() {
        return new Receipts(this);
    }

    /** Who is told of events over HTTP. */
    public Webhooks webhooks() {
        return new Webhooks(this);
    }

    /** Who did, changed and viewed what and when. */
    public AuditTrail audit() {
        return new AuditTrail(this);
    }

    /** What goes on, and the log for people. */
    public ServerLog log() {
        return new ServerLog(this);
    }

    /** Faxes that are being received or routed. */
    public Incoming incoming() {
        return new Incoming(this);
    }

    /** What becomes of received faxes. */
    public InboundRouting inboundRouting() {
        return new InboundRouting(this);
    }

    /** Accounts and groups. */
    public Accounts accounts() {
        return new Accounts(this);
    }

    /** Who one is, and what one may do. */
    public Access access() {
        return new Access(this);
    }

    /** The server's address. */
    public String address() {
        return root;
    }

    /** Groups of devices and the rules that lead to them. */
    public OutboundRouting outboundRouting() {
        return new OutboundRouting(this);
    }

    /** Who may do what, as one thing. */
    public Security security() {
        return new Security(this);
    }

    /** Who one is as a sender. */
    public Senders senders() {
        return new Senders(this);
    }

    /** The cover pages that the server keeps. */
    public Covers covers() {
        return new Covers(this);
    }

    /** The SIP trunks. */
    public Trunks trunks() {
        return new Trunks(this);
    }

    public Api.Server server() {
        return get("/server", Api.Server.class);
    }

    /** The servers that share the database, by name; without PostgreSQL the one that answers. */
    public List<Api.Node> nodes() {
        return get("/nodes", Api.NodeList.class).items();
    }

    /** The lines. */
    public Devices devices() {
        return new Devices(this);
    }

    /** What offers lines. */
    public Providers providers() {
        return new Providers(this);
    }

    /**
     * Sends files as one fax.
     *
     * @param files          sent in this order; read while they are sent
     * @param idempotencyKey a submission with a key that was used before is the same submission
     */
    public Api.Submission submit(Api.NewSubmission submission, List<Path> files, String idempotencyKey) {
        return submitContents(submission, files.stream().map(Content::of).toList(), idempotencyKey);
    }

    /** The same with contents that need not be files. */
    public Api.Submission submitContents(Api.NewSubmission submission, List<Content> contents, String idempotencyKey) {
        String boundary = "caselli-" + UUID.randomUUID();
        var parts = new ArrayList<BodyPublisher>();
        parts.add(BodyPublishers.ofString("--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"submission\"\r\nContent-Type: application/json\r\n\r\n"
                + json.toJson(submission) + "\r\n"));
        for (int i = 0; i < contents.size(); i++) {
            Content content = contents.get(i);
            parts.add(BodyPublishers.ofString(
                    "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                            + quoted(content.name())
                            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(content.publisher(i));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        BodyPublisher form = BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
        HttpRequest request = request("/submissions")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", idempotencyKey)
                .timeout(patience.plusSeconds(form.contentLength() / SLOWEST))
                .POST(form)
                .build();
        return read(send(request), Api.Submission.class);
    }

    /**
     * Sends documents that were uploaded before as one fax.
     *
     * @param idempotencyKey a submission with a key that was used before is the same submission
     */
    public Api.Submission submit(Api.NewSubmission submission, String idempotencyKey) {
        HttpRequest request = request("/submissions")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(json.toJson(submission)))
                .build();
        return read(send(request), Api.Submission.class);
    }

    public Api.Submission submission(String id) {
        return get("/submissions/" + escaped(id), Api.Submission.class);
    }

    /**
     * Jobs, newest first.
     *
     * @param states only jobs in one of these states; none for all
     * @param all    whether those are listed as well that have left the queue
     * @param after  the {@code next} of the part before; null for the first part
     */
    public Api.Jobs jobs(List<String> states, boolean all, @Nullable String after, int limit) {
        return jobs(states, all, false, after, limit);
    }

    /**
     * The same.
     *
     * @param own only those of one's own account, whatever else one may see
     */
    public Api.Jobs jobs(List<String> states, boolean all, boolean own, @Nullable String after, int limit) {
        var query =
                new StringBuilder("/outgoing/jobs" + slice(after, limit) + "&all=" + all + (own ? "&account=me" : ""));
        states.forEach(state -> query.append("&state=").append(escaped(state)));
        return get(query.toString(), Api.Jobs.class);
    }

    /**
     * Those of these jobs that there are.
     *
     * @param all whether those are listed as well that have left the queue
     */
    public List<Api.Job> jobs(List<String> ids, boolean all) {
        return jobs(ids, all, false);
    }

    /**
     * The same.
     *
     * @param own only those of one's own account, whatever else one may see
     */
    public List<Api.Job> jobs(List<String> ids, boolean all, boolean own) {
        return get(
                        "/outgoing/jobs?all=" + all + (own ? "&account=me" : "")
                                + ids.stream().map(id -> "&id=" + escaped(id)).collect(Collectors.joining()),
                        Api.Jobs.class)
                .items();
    }

    /**
     * All jobs of the queue, newest first. To be asked as often as one likes: only what has changed since the last time is
     * fetched, and nobody can change the answer.
     *
     * @param own only those of one's own account, whatever else one may see
     */
    public List<Api.Job> queue(boolean own) {
        return (own ? ownQueue : queue).now();
    }

    /** The jobs of a submission, in the order of its recipients. */
    public List<Api.Job> jobsOf(String submission) {
        return get("/outgoing/jobs?submission=" + escaped(submission), Api.Jobs.class)
                .items();
    }

    public Api.JobDetail job(String id) {
        return get("/outgoing/jobs/" + escaped(id), Api.JobDetail.class);
    }

    public Api.Job cancel(String job) {
        return post("/outgoing/jobs/" + escaped(job) + "/cancel", Api.Job.class);
    }

    public Api.Job restart(String job) {
        return post("/outgoing/jobs/" + escaped(job) + "/restart", Api.Job.class);
    }

    public Api.Job pause(String job) {
        return post("/outgoing/jobs/" + escaped(job) + "/pause", Api.Job.class);
    }

    public Api.Job resume(String job) {
        return post("/outgoing/jobs/" + escaped(job) + "/resume", Api.Job.class);
    }

    /** Cancels all jobs of a submission that can be, and answers with all of them. */
    public List<Api.Job> cancelSubmission(String id) {
        return all(id, "cancel");
    }

    /** Pauses all jobs of a submission that can be, and answers with all of them. */
    public List<Api.Job> pauseSubmission(String id) {
        return all(id, "pause");
    }

    /** Resumes all jobs of a submission that can be, and answers with all of them. */
    public List<Api.Job> resumeSubmission(String id) {
        return all(id, "resume");
    }

    private List<Api.Job> all(String submission, String verb) {
        return post("/submissions/" + escaped(submission) + "/" + verb, Api.Jobs.class)
                .items();
    }

    /** The pages of a job, without header line. */
    public byte[] jobTiff(String job) {
        return bytes(jobTiffPath(job));
    }

    /**
     * Writes the same, without holding it in memory.
     *
     * @throws IOException if the stream cannot be written to
     */
    public void copyJobTiff(String job, OutputStream out) throws IOException {
        copy(jobTiffPath(job), out);
    }

    private static String jobTiffPath(String job) {
        return "/outgoing/jobs/" + escaped(job) + "/tiff";
    }

    public Api.Calls calls(@Nullable String after, int limit) {
        return get("/calls" + slice(after, limit), Api.Calls.class);
    }

    /** A call with its diary. */
    public Api.Call call(String id) {
        return get("/calls/" + escaped(id), Api.Call.class);
    }

    /**
     * Tells events one after the other, on the calling thread, until the listener wants no more or the server ends the
     * stream.
     *
     * @param after    the id of the last event seen; 0 for all that the server has; null for what happens from now on
     * @param listener answers whether it wants more
     * @return the id of the last event that was told, from where the next call may go on; null if there was none
     */
    public @Nullable Long events(@Nullable Long after, Predicate<Api.Event> listener) {
        return events(after, List.of(), listener);
    }

    /**
     * The same for some classes of events.
     *
     * @param classes such as {@code out_queue}; none for all
     */
    public @Nullable Long events(@Nullable Long after, List<String> classes, Predicate<Api.Event> listener) {
        return events(after, classes, false, listener);
    }

    /**
     * The same.
     *
     * @param own only events of one's own account: of its jobs and faxes, and of the receive folder if one sees that
     */
    public @Nullable Long events(
            @Nullable Long after, List<String> classes, boolean own, Predicate<Api.Event> listener) {
        try (EventStream stream = listen(after, classes, own)) {
            Optional<Api.Event> event = stream.next();
            while (event.isPresent() && listener.test(event.get())) {
                event = stream.next();
            }
            return stream.position();
        }
    }

    /**
     * Begins to listen to events: those that happen after this has returned are among them.
     *
     * @param after   the id of the last event seen; 0 for all that the server has; null for what happens from now on
     * @param classes such as {@code out_queue}; none for all
     * @param own     only events of one's own account: of its jobs and faxes, and of the receive folder if one sees that
     * @throws CaselliException of status 410 if the server does not have what came after that event: it keeps events for 30
     *     days, and a backup knows nothing of what came later. Then look at the present state of what you follow, and listen
     *     with 0 for what the server still has
     */
    public EventStream listen(@Nullable Long after, List<String> classes, boolean own) {
        var filter = new ArrayList<String>();
        if (!classes.isEmpty()) {
            filter.add("classes=" + escaped(String.join(",", classes)));
        }
        if (own) {
            filter.add("account=me");
        }
        String query = filter.isEmpty() ? "" : "?" + String.join("&", filter);
        HttpRequest request = HttpRequest.newBuilder(uri("/events" + query))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", after == null ? "" : after.toString())
                .GET()
                .build();
        HttpResponse<InputStream> response = begin(request);
        String node = response.headers().firstValue("Caselli-Node").orElse("");
        Optional<Long> newest =
                response.headers().firstValue("Caselli-Last-Event").map(Long::valueOf);
        return new EventStream(
                response.body(),
                after,
                URLDecoder.decode(node, StandardCharsets.UTF_8),
                newest.orElse(null),
                data -> json.type(Api.Event.class).fromJson(data));
    }

    /**
     * Waits only for the beginning of the answer. By a thread of ours: sendAsync ends on the threads that the whole program
     * shares, and those may be busy; and the time that HttpRequest has for an answer counts its end in some JDKs.
     */
    private HttpResponse<InputStream> begin(HttpRequest request) {
        var response = new FutureTask<>(() -> http.send(request, head -> new Arriving(EventStream.SILENCE)));
        var thread = new Thread(response, "caselli-listen");
        thread.setDaemon(true);
        thread.start();
        try {
            return accepted(response.get(EventStream.SILENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            throw unreachable(
                    failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause()));
        } catch (TimeoutException silent) {
            response.cancel(true);
            throw unreachable(new HttpTimeoutException("No answer for " + EventStream.SILENCE + "."));
        } catch (InterruptedException stop) {
            response.cancel(true);
            throw interrupted(stop);
        }
    }

    // What the areas of the interface ask with. A path is below /api/v1 and begins with a slash; a tag is the ETag of
    // the version that is to be changed, "*" for whatever is there, null where the resource has none.

    <T> T get(String path, Class<T> type) {
        return read(send(look(path)), type);
    }

    /** What is there, and the tag to change it with. */
    <T> Tagged<T> getTagged(String path, Class<T> type) {
        HttpResponse<InputStream> response = send(look(path));
        return new Tagged<>(
                read(response, type), response.headers().firstValue("ETag").orElse("*"));
    }

    void post(String path) {
        bytes(send(request(path).POST(BodyPublishers.noBody()).build()));
    }

    <T> T post(String path, Class<T> type) {
        return read(send(request(path).POST(BodyPublishers.noBody()).build()), type);
    }

    <T> T post(String path, Object body, Class<T> type) {
        return post(path, body, null, type);
    }

    <T> T post(String path, Object body, @Nullable String tag, Class<T> type) {
        return send("POST", path, body, tag, type);
    }

    void post(String path, Object body) {
        bytes(send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.toJson(body)))
                .build()));
    }

    <T> T put(String path, Object body, @Nullable String tag, Class<T> type) {
        return send("PUT", path, body, tag, type);
    }

    /** Puts something to which the answer is nothing. */
    void put(String path, Object body) {
        bytes(send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json.toJson(body)))
                .build()));
    }

    <T> T patch(String path, Object body, @Nullable String tag, Class<T> type) {
        return send("PATCH", path, body, tag, type);
    }

    private <T> T send(String method, String path, Object body, @Nullable String tag, Class<T> type) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json.toJson(body)));
        if (tag != null) {
            request.header("If-Match", tag);
        }
        return read(send(request.build()), type);
    }

    /** An object whose members the caller knows, and the tag to change it with. */
    Tagged<Map<String, Object>> getObject(String path) {
        return object(send(look(path)));
    }

    Tagged<Map<String, Object>> patchObject(String path, Map<String, ?> changes, String tag) {
        return object(send(request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", tag)
                .method("PATCH", BodyPublishers.ofString(MAPPER.toJson(changes)))
                .build()));
    }

    private Tagged<Map<String, Object>> object(HttpResponse<InputStream> response) {
        return new Tagged<>(
                parsed(() -> MAPPER.fromJsonObject(new String(bytes(response), StandardCharsets.UTF_8))),
                response.headers().firstValue("ETag").orElse("*"));
    }

    /** Sends something that is not JSON. */
    <T> T putBytes(String path, byte[] content, String type, Class<T> answer) {
        return putBytes(path, content, type, null, answer);
    }

    <T> T putBytes(String path, byte[] content, String type, @Nullable String tag, Class<T> answer) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(content));
        if (tag != null) {
            request.header("If-Match", tag);
        }
        return read(send(request.build()), answer);
    }

    void delete(String path) {
        bytes(send(request(path).DELETE().build()));
    }

    /** Deletes, and reads what the server tells of it. */
    <T> T delete(String path, Class<T> type) {
        return read(send(request(path).DELETE().build()), type);
    }

    void delete(String path, String tag) {
        bytes(send(request(path).header("If-Match", tag).DELETE().build()));
    }

    byte[] bytes(String path) {
        return bytes(send(request(path).GET().build()));
    }

    Tagged<byte[]> taggedBytes(String path) {
        HttpResponse<InputStream> response = send(request(path).GET().build());
        return new Tagged<>(
                bytes(response), response.headers().firstValue("ETag").orElse("*"));
    }

    /** Writes what is there into a file, without holding it in memory. */
    void save(String path, Path file, OpenOption... options) throws IOException {
        try (InputStream body = send(request(path).GET().build()).body();
                var out = Files.newOutputStream(file, options)) {
            body.transferTo(out);
        }
    }

    /**
     * Writes what is there to a stream, without holding it in memory.
     *
     * @throws IOException if that stream fails; what fails on the way from the server is UNREACHABLE as ever
     */
    void copy(String path, OutputStream out) throws IOException {
        try (InputStream body = send(request(path).GET().build()).body()) {
            var some = new byte[1 << 16];
            for (int count = some(body, some); count >= 0; count = some(body, some)) {
                out.write(some, 0, count);
            }
        }
    }

    private int some(InputStream body, byte[] some) {
        try {
            return body.read(some);
        } catch (IOException cause) {
            throw unreachable(cause);
        }
    }

    /** The answer itself, with its headers. */
    HttpResponse<InputStream> answer(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.toJson(body)))
                .build());
    }

    byte[] bytes(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return body.readAllBytes();
        } catch (IOException cause) {
            throw unreachable(cause);
        }
    }

    <T> T read(HttpResponse<InputStream> response, Class<T> type) {
        byte[] body = bytes(response);
        return parsed(() -> json.type(type).fromJson(body));
    }

    private <T> T parsed(Supplier<@Nullable T> parser) {
        try {
            T answer = parser.get();
            if (answer != null) {
                return answer;
            }
        } catch (JsonException
                | IllegalStateException
                | DateTimeException cause) { // all that the reader of JSON throws
            throw Unreachable.alien(root, "answers something else", cause);
        }
        throw Unreachable.alien(root, "answers nothing", new IOException("null"));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .timeout(patience);
    }

    /** Of something small that is only looked up. */
    private HttpRequest look(String path) {
        return request(path)
                .timeout(patience.compareTo(LOOK) < 0 ? patience : LOOK)
                .GET()
                .build();
    }

    private URI uri(String path) {
        String steps = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        if (steps.endsWith("/") || steps.contains("//") || steps.contains("%00")) {
            // Else the request would be one of the list that the thing is in, or none at all.
            throw new CaselliException(
                    CaselliException.Kind.NOT_FOUND,
                    0,
                    "There is nothing that has no name or id, or a zero in it.",
                    "Give the name or the id of the thing that is meant.");
        }
        return URI.create(root + "/api/v1" + path);
    }

    HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return accepted(http.send(request, head -> new Arriving(patience)));
        } catch (IOException cause) {
            throw unreachable(cause);
        } catch (InterruptedException cause) {
            throw interrupted(cause);
        }
    }

    private HttpResponse<InputStream> accepted(HttpResponse<InputStream> response) {
        if (response.statusCode() >= 300) {
            throw refused(response.statusCode(), bytes(response));
        }
        return response;
    }

    private CaselliException refused(int status, byte[] body) {
        try {
            Api.Problem problem = json.type(Api.Problem.class).fromJson(body);
            if (problem != null && problem.detail() != null) {
                return refused(status, problem);
            }
        } catch (JsonException notOurs) {
            // Then something else answers.
        }
        return switch (status) {
            case 502, 503, 504 ->
                new CaselliException(
                        CaselliException.Kind.UNREACHABLE,
                        status,
                        "No Caselli server answers at " + root + ": what stands before it says that it is away (status "
                                + status + ").",
                        "Try again; if it stays so, see that the server runs.");
            default ->
                new CaselliException(
                        CaselliException.Kind.SERVER_ERROR,
                        status,
                        "What answers at " + root + " is not a Caselli server: it answers with status " + status
                                + (status < 400 ? ", which leads elsewhere." : " and without saying why."),
                        status < 400 ? "Give the address that it leads to." : "Check the address.");
        };
    }

    private static CaselliException refused(int status, Api.Problem problem) {
        CaselliException.Kind kind = switch (status) {
            case 401 -> CaselliException.Kind.UNAUTHORIZED;
            case 403, 429 -> CaselliException.Kind.FORBIDDEN;
            case 404 -> CaselliException.Kind.NOT_FOUND;
            case 409, 412 -> CaselliException.Kind.CONFLICT;
            case 422 -> CaselliException.Kind.DOCUMENT_REFUSED;
            default -> status < 500 ? CaselliException.Kind.INVALID : CaselliException.Kind.SERVER_ERROR;
        };
        String remedy = problem.remedy() == null ? "" : problem.remedy();
        if (problem.problems() != null) {
            return new CaselliException(
                    CaselliException.Kind.INVALID, status, String.join("\n", problem.problems()) + "\n", remedy);
        }
        return new CaselliException(
                kind,
                status,
                problem.detail(),
                remedy,
                problem.code() == null ? "" : problem.code(),
                problem.file() == null ? -1 : problem.file());
    }

    private static CaselliException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CaselliException(
                CaselliException.Kind.UNREACHABLE, "The request was interrupted.", "Try again.", cause);
    }

    private CaselliException unreachable(IOException cause) {
        return Unreachable.of(root, cause);
    }

    /** Cuts what is under way, such as a stream of events, and closes the connections. */
    @Override
    public void close() {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(http); // else closing waits for the end of streams
        } catch (NoSuchMethodException java17) {
            return;
        } catch (ReflectiveOperationException cause) {
            throw new IllegalStateException("The HTTP client could not be closed.", cause);
        }
        if ((Object) http instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception cause) {
                throw new IllegalStateException("The HTTP client could not be closed.", cause);
            }
        }
    }

    /** The query of a part of a list. */
    static String slice(@Nullable String after, int limit) {
        return "?limit=" + limit + (after == null ? "" : "&after=" + escaped(after));
    }

    /** As one step of a path, or as a value in a query. Null is empty, as everywhere in the object model. */
    static String escaped(@Nullable String text) {
        return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /** As browsers write a file's name in a form (HTML standard, clause 4.10.21.8). */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
