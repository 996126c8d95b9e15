package org.caselli.http;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.caselli.document.Documents;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.line.CallReport;
import org.caselli.line.DeviceProvider;
import org.caselli.line.Lines;
import org.caselli.outcome.Outcome;
import org.caselli.queue.EventLog;
import org.caselli.queue.IncomingState;
import org.caselli.queue.JobState;
import org.caselli.queue.Priority;
import org.caselli.queue.Schedule;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FakeLines;
import org.caselli.service.FaxService;
import org.caselli.service.Recipient;
import org.caselli.service.Sender;
import org.caselli.service.ServiceSettings;
import org.caselli.service.Slice;
import org.caselli.service.SourceFile;
import org.caselli.service.Submission;
import org.caselli.service.SubmitRequest;
import org.caselli.service.access.Account;
import org.caselli.service.access.AccountForm;
import org.caselli.service.access.Caller;
import org.caselli.service.access.OpenIdSignIn;
import org.caselli.service.access.PretendedProvider;
import org.caselli.service.access.Right;
import org.caselli.service.access.SignIn;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.Particulars;
import org.caselli.service.archive.Window;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.device.DeviceSettings;
import org.caselli.service.device.ReceiveMode;
import org.caselli.service.device.RegisteredDevice;
import org.caselli.service.notice.WebhookForm;
import org.caselli.service.receipt.Receipt;
import org.caselli.service.receipt.ReceiptWish;
import org.caselli.service.routing.MethodText;
import org.caselli.service.sender.SenderProfile;
import org.caselli.service.settings.AccessSettings;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.store.Store;

/**
 * The HTTP front on a free port, over a fax server of its own whose lines are wires in memory, and a client that says what it
 * wants. Everything a request is about (a job that waits, one that failed, a received fax) is made anew when it is asked for,
 * so that no test disturbs another.
 */
final class Front implements AutoCloseable {
    static final String TOKEN = "the-token";
    static final long MAX_UPLOAD = 100_000;

    static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123Z");

    /** As long as only a stuck program takes. */
    private static final Duration LONG = Duration.ofMinutes(10);

    /** The call to this number stops in the middle of its first page until the front is closed. */
    private static final String HELD = "out-held";

    static final String FOLDER_METHOD = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";

    final Path directory = Files.createTempDirectory("caselli-front");
    private final Store store;
    private final Documents documents = Documents.inProcess();
    private final EventLog log;
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger numbers = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();

    final FakeLines lines = new FakeLines("1001", "1002", "1003");
    final FaxService service;
    final HttpFront http;

    Front() throws IOException {
        this(List.of());
    }

    /** @param more device providers besides the wires */
    Front(List<DeviceProvider> more) throws IOException {
        this(more, Duration.ofSeconds(30));
    }

    /** @param patience with clients */
    Front(Duration patience) throws IOException {
        this(List.of(), patience);
    }

    private Front(List<DeviceProvider> more, Duration patience) throws IOException {
        lines.watcher = (step, fax) -> {
            if (fax.dialString().equals(HELD) && step.equals("page 1 half")) {
                held.countDown();
                await(release);
            }
        };
        store = Store.open(directory);
        log = new EventLog(store);
        service = FaxService.open(
                store,
                new Lines(Stream.concat(Stream.of(lines), more.stream()).toList()),
                documents,
                ServiceSettings.STANDARD,
                InstantSource.system());
        store.write(handle -> true); // what the start wrote down without waiting comes before this
        var facts = new ServerFacts("1.2.3", NOW, Optional.of(5060), Map.of("modem", "It is not there."));
        http = new HttpFront(
                new HttpSettings("127.0.0.1", 0, MAX_UPLOAD, false, patience),
                service,
                facts,
                TOKEN,
                Clock.fixed(NOW.plusSeconds(5), ZoneOffset.UTC));
        http.start();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody came within " + LONG + ".");
            }
        } catch (InterruptedException urged) {
            throw new AssertionError(urged);
        }
    }

    /** A new fax of one page to this number, named "letter.txt". */
    Submission submit(String number, Optional<Instant> notBefore) {
        SubmitRequest request = new SubmitRequest(
                List.of(new SourceFile("letter.txt", "Dear Bob".getBytes(StandardCharsets.UTF_8))),
                List.of(new Recipient(number, "Bob")),
                Resolution.STANDARD,
                Priority.NORMAL,
                notBefore.isPresent() ? Schedule.AT : Schedule.NOW,
                notBefore,
                "Offer",
                "",
                "Ann",
                "123",
                "",
                Sender.NONE,
                SenderProfile.DEFAULT,
                CoverRequest.NONE,
                Optional.empty(),
                ReceiptWish.NONE,
                Optional.empty());
        return service.submit(request);
    }

    /** A new job that waits for next year. */
    String waiting() {
        return submit("out-later", Optional.of(Instant.now().plus(Duration.ofDays(365))))
                .jobIds()
                .getFirst();
    }

    /** A new job that is paused. */
    String paused() {
        return service.pause(waiting()).id();
    }

    /** The submission of a new job. */
    String submissionOf(Function<Front, String> job) {
        return service.job(job.apply(this)).submission().id();
    }

    static final String PASSWORD = "a very good one";
    private String lastAccount = "";
    private String lastToken = "";

    /** A new account without rights and without a password. */
    String account() {
        lastAccount = "account-" + numbers.incrementAndGet();
        return service.accounts()
                .add(lastAccount, AccountForm.NONE, Optional.empty(), List.of())
                .name();
    }

    /** The name of the newest account. */
    String lastAccount() {
        return lastAccount;
    }

    /** The id of the newest personal token. */
    String lastToken() {
        return lastToken;
    }

    /** The personal token of a new account with these rights; a password may be {@link #PASSWORD}. */
    String token(Right... rights) {
        lastAccount = "account-" + numbers.incrementAndGet();
        Account made = service.accounts()
                .add(lastAccount, AccountForm.NONE.withRights(Set.of(rights)), Optional.of(PASSWORD), List.of());
        var token = new Caller(made.id(), made.name(), made.effective())
                .call(() -> service.signIn().add("test", Optional.empty(), Optional.empty()));
        lastToken = token.token().id();
        return token.secret();
    }

    /** The token of an account that has lost its last right. */
    String without() {
        String token = token(Right.SUBMIT_LOW);
        Account account = service.accounts().find(lastAccount);
        service.accounts().change(lastAccount, AccountForm.NONE.withRights(Set.of()), account.version());
        return token;
    }

    /** The same front with these settings. */
    Front set(String section, Map<String, Object> members) {
        service.settings()
                .change(
                        section,
                        members,
                        false,
                        service.settings().show(section).version());
        return this;
    }

    /** Somebody of the pretended provider signs in. */
    SignIn.Session arrives(String person) {
        set("oidc", Map.of("issuer", PretendedProvider.HERE, "clientId", "caselli"));
        OpenIdSignIn provider = service.signIn().openId();
        OpenIdSignIn.Visit visit = provider.visit("http://127.0.0.1:50000/", "127.0.0.1");
        return provider.finish(visit.flow(), visit.state(), person, "127.0.0.1")
                .session()
                .orElseThrow();
    }

    /** A new group. */
    String group() {
        return service.accounts()
                .addGroup("group-" + numbers.incrementAndGet(), Optional.empty(), Set.of())
                .name();
    }

    /** The one account that can sign in and may change the configuration. */
    String onlyAdministrator() {
        String name = "boss";
        if (service.accounts().list().stream()
                .noneMatch(account -> account.name().equals(name))) {
            service.accounts()
                    .add(
                            name,
                            AccountForm.NONE.withRights(Set.of(Right.MANAGE_CONFIG)),
                            Optional.of(PASSWORD),
                            List.of());
        }
        return name;
    }

    /** The one group that lets anybody who can sign in change the configuration: the member is {@link #lastAccount}. */
    String onlyAdministrators() {
        String name = onlyAdministrator();
        Account boss = service.accounts().find(name);
        String group = group();
        service.accounts()
                .changeGroup(
                        group,
                        Optional.empty(),
                        Optional.of(Set.of(Right.MANAGE_CONFIG)),
                        service.accounts().group(group).version());
        service.accounts().setMember(group, name, true);
        service.accounts()
                .change(
                        name,
                        AccountForm.NONE.withRights(Set.of()),
                        service.accounts().find(name).version());
        service.accounts().groups().stream()
                .filter(other -> !other.name().equals(group) && other.members().contains(name))
                .forEach(other -> service.accounts().setMember(other.name(), name, false));
        lastAccount = boss.name();
        return group;
    }

    /** A new document of one page. */
    String document() {
        return upload("Dear Bob");
    }

    /** A new document that cannot be sent. */
    String brokenDocument() {
        return upload("%PDF-broken");
    }

    private String upload(String content) {
        try {
            var octets = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
            var kept = service.uploads().keep(octets, MAX_UPLOAD).orElseThrow();
            return service.uploads().add("letter", kept, Resolution.FINE).id();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** A new job that failed for good. */
    String failed() {
        String number = "out-failing-" + numbers.incrementAndGet();
        lines.nextCallTo(number, Outcome.NUMBER_UNKNOWN);
        return reached(submit(number, Optional.empty()).jobIds().getFirst(), JobState.FAILED);
    }

    /** A new job that was delivered, and is in the sent archive. */
    String done() {
        return reached(
                submit("out-" + numbers.incrementAndGet(), Optional.empty())
                        .jobIds()
                        .getFirst(),
                JobState.COMPLETED);
    }

    /** A job that is on the line, in the middle of its page; there can be one only. */
    String held() {
        String job = submit(HELD, Optional.empty()).jobIds().getFirst();
        await(held);
        return job;
    }

    String reached(String job, JobState state) {
        try {
            Instant limit = Instant.now().plus(LONG);
            while (true) {
                long last = service.lastEvent();
                if (service.job(job).job().state() == state) {
                    return job;
                }
                if (Instant.now().isAfter(limit)) {
                    throw new AssertionError("The job is still " + service.job(job));
                }
                service.awaitEvents(last, LONG);
            }
        } catch (InterruptedException urged) {
            throw new AssertionError(urged);
        }
    }

    /** The submission of a new job. */
    String submission() {
        return submit("out-later", Optional.of(Instant.now().plus(Duration.ofDays(365))))
                .id();
    }

    /** A new fax in the inbox. */
    String received() {
        var page = new Page(new Bitmap(1728, 100), Resolution.FINE);
        CallReport call = lines.callIn("2001", "1002", List.of(page), false);
        return service.archives().received(Filter.ALL, Window.newest(1000)).items().stream()
                .filter(fax -> fax.callId().equals(call.callId()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** Whether received faxes that are nobody's are everybody's to see. */
    void setPublic(boolean are) {
        service.settings()
                .change(
                        "access",
                        Map.of("incomingFaxesArePublic", are),
                        false,
                        service.settings().get(AccessSettings.class).version());
    }

    /** A new received fax that was given to a new account. */
    String assigned() {
        String fax = received();
        setPublic(false);
        service.archives().inboxes().assign(fax, Particulars.NONE.to(account()));
        setPublic(true);
        return fax;
    }

    /** A new receipt of a failed fax, to a mail server that does not answer. */
    String receipt() {
        mailServer(9);
        return receiptOf("out-failing-" + numbers.incrementAndGet(), Receipt.State.WAITING);
    }

    /** The same, of a fax of this account. */
    String receipt(String account) {
        receipt();
        Account owner = service.accounts().find(account);
        return new Caller(owner.id(), owner.name(), owner.effective())
                .call(() -> receiptOf("out-failing-" + numbers.incrementAndGet(), Receipt.State.WAITING));
    }

    /** A new receipt that a mail server has taken. */
    String sentReceipt() {
        var mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        try {
            mailServer(mails.getSmtp().getPort());
            return receiptOf("out-failing-" + numbers.incrementAndGet(), Receipt.State.SENT);
        } finally {
            mails.stop();
        }
    }

    private void mailServer(int port) {
        Map<String, Object> members = Map.of("host", "127.0.0.1", "port", (long) port, "sender", "fax@caselli.example");
        service.settings()
                .change(
                        "receipts",
                        members,
                        false,
                        service.settings().show("receipts").version());
    }

    private String receiptOf(String number, Receipt.State state) {
        lines.nextCallTo(number, Outcome.NUMBER_UNKNOWN);
        var request = SubmitRequest.of(
                        List.of(new SourceFile("letter.txt", "Dear Bob".getBytes(StandardCharsets.UTF_8))),
                        List.of(new Recipient(number, "Bob")))
                .withReceipt(new ReceiptWish("ann@example.org", false, true));
        String job = service.submit(request).jobIds().getFirst();
        Instant until = Instant.now().plus(LONG);
        while (Instant.now().isBefore(until)) {
            long seen = service.lastEvent();
            Optional<Receipt> made = service.receipts().list(List.of(state), Slice.FIRST).items().stream()
                    .filter(each -> each.jobId().equals(Optional.of(job)))
                    .findFirst();
            if (made.isPresent()) {
                return made.get().id();
            }
            try {
                service.awaitEvents(seen, Duration.ofSeconds(1));
            } catch (InterruptedException urged) {
                throw new AssertionError(urged);
            }
        }
        throw new AssertionError("The receipts are " + service.receipts().list(List.of(), Slice.FIRST));
    }

    /** A new webhook, to a place where nobody answers. */
    String webhook() {
        String name = "webhook-" + numbers.incrementAndGet();
        service.webhooks().add(name, WebhookForm.to("http://127.0.0.1:9/" + name));
        return name;
    }

    /** A new fax that is in the incoming queue only: archiving is off, and no routing method took it. */
    String unrouted() {
        service.inboundRouting().enable(service.devices().named("fake-1003").id(), FOLDER_METHOD, false);
        archive(false);
        CallReport call =
                lines.callIn("2001", "1003", List.of(new Page(new Bitmap(1728, 100), Resolution.FINE)), false);
        archive(true);
        return jobOf(call.callId());
    }

    /** The same, where a routing method is enabled meanwhile. */
    String routable() {
        String job = unrouted();
        int device = service.devices().named("fake-1003").id();
        service.inboundRouting().configure(device, FOLDER_METHOD, MethodText.write(directory.resolve("faxes") + ""));
        service.inboundRouting().enable(device, FOLDER_METHOD, true);
        return job;
    }

    /** The id of a fax that is in the archive, and whose job waits because a routing method failed. */
    String archivedAndUnrouted() {
        int device = service.devices().named("fake-1003").id();
        Path gone = directory.resolve("gone");
        try {
            service.inboundRouting().configure(device, FOLDER_METHOD, MethodText.write(gone.toString()));
            service.inboundRouting().enable(device, FOLDER_METHOD, true);
            Files.deleteIfExists(gone);
            Files.writeString(gone, "no folder");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        CallReport call =
                lines.callIn("2001", "1003", List.of(new Page(new Bitmap(1728, 100), Resolution.FINE)), false);
        return jobOf(call.callId());
    }

    private void archive(boolean use) {
        var before = service.settings().get(ArchiveSettings.class);
        ArchiveSettings a = before.value();
        service.settings()
                .put(
                        ArchiveSettings.class,
                        new ArchiveSettings(
                                use, a.location(), a.quotaWarning(), a.highMark(), a.lowMark(), a.ageLimit()),
                        before.version());
    }

    private String jobOf(String call) {
        return service.incomingQueue().jobs(List.of(), new Slice(Optional.empty(), 1000)).items().stream()
                .filter(job -> job.callId().equals(call))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** A new reception that stops before its first page until the front is closed. */
    String receiving() {
        var begun = new CountDownLatch(1);
        String caller = "30" + numbers.incrementAndGet();
        Thread.ofVirtual()
                .start(() -> lines.callIn(
                        caller,
                        "1001",
                        new AbstractList<>() {
                            @Override
                            public Page get(int index) {
                                begun.countDown();
                                await(release);
                                return new Page(new Bitmap(1728, 100), Resolution.FINE);
                            }

                            @Override
                            public int size() {
                                return 1;
                            }
                        },
                        false));
        await(begun);
        return service.incomingQueue().jobs(List.of(IncomingState.IN_PROGRESS), Slice.FIRST).items().stream()
                .filter(job -> job.callerId().equals(caller))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** The key of a new device on which a call rings. */
    String ringing() {
        String key = brought();
        RegisteredDevice device = service.devices().named(key);
        service.devices()
                .change(
                        device.id(),
                        device.version(),
                        new DeviceSettings("", false, ReceiveMode.MANUAL_ANSWER, 1, "", ""));
        lines.ringIn("2001", device.number());
        return key;
    }

    /** The key of a device that its provider offers no more. */
    String gone() {
        String key = brought();
        lines.takeAway(service.devices().named(key).number());
        return key;
    }

    private String brought() {
        String number = "11" + numbers.incrementAndGet();
        lines.bring(number);
        return "fake-" + number;
    }

    /** A reception that was cancelled and has not ended yet. */
    String canceling() {
        String job = receiving();
        service.incomingQueue().cancel(job);
        return job;
    }

    /** A call that has ended. */
    String call() {
        return service.archives().receivedFax(received()).callId();
    }

    /** Deletes all events but the newest, as their age would. */
    void forget() {
        happen(ServerEvent.Kind.SERVER_STARTED, "local");
        happen(ServerEvent.Kind.SERVER_STARTED, "local");
        log.purge(Instant.now().plus(Duration.ofDays(1)));
    }

    /** Writes an event about a job into the log. */
    void happen(ServerEvent.Kind kind, String subject) {
        store.write(handle -> {
            log.append(handle, NOW, kind, subject, "job", subject, "state", JobState.IN_PROGRESS);
            return true;
        });
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpRequest.Builder authorised(String path) {
        return to(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    HttpRequest form(String... parts) {
        var body = new StringBuilder();
        for (String part : parts) {
            body.append("--b\r\nContent-Disposition: form-data; ").append(part).append("\r\n");
        }
        body.append("--b--\r\n");
        return authorised("/api/v1/submissions")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    static String field(String name, String value) {
        return "name=\"" + name + "\"\r\n\r\n" + value;
    }

    static String file(String name, String content) {
        return "name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: application/pdf\r\n\r\n" + content;
    }

    static String json(String content) {
        return "name=\"submission\"\r\nContent-Type: application/json\r\n\r\n" + content;
    }

    @Override
    public void close() {
        http.close();
        release.countDown();
        service.close();
        documents.close();
        store.close();
        client.close();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
