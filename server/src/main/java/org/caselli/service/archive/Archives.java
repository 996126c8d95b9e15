package org.caselli.service.archive;

import static org.caselli.queue.ServerEvent.Kind.QUOTA_WARNING;
import static org.caselli.queue.ServerEvent.Kind.RECEIVED_FAX_ADDED;
import static org.caselli.queue.ServerEvent.Kind.SENT_FAX_ADDED;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.caselli.document.HeaderLine;
import org.caselli.document.Thumbnail;
import org.caselli.queue.EventLog;
import org.caselli.queue.JobEnds;
import org.caselli.queue.JobState;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.access.Visibility;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Insert;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both archives. Each message stands for itself: it needs no job, no attempt and no call. Every method may be called from
 * any thread, by any of the servers that share the database.
 */
public final class Archives implements JobEnds {
    private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

    /** The documented unit of the marks, as the settings have it. */
    private static final long MB = 1_000_000;

    /** Ours: so many messages are deleted in one transaction, so that nobody waits long for the writer. */
    private static final int BATCH = 200;

    private final Store store;
    private final EventLog events;
    private final Settings settings;
    private final Visibility visibility;
    private final InstantSource clock;
    private final Search search;
    private final Messages<ReceivedFax> received;
    private final Messages<SentFax> sent;
    private final Folder folder;
    private final Inboxes inboxes;

    public Archives(Store store, EventLog events, Settings settings, Visibility visibility, InstantSource clock) {
        this.visibility = visibility;
        this.store = store;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
        this.search = Search.in(store);
        this.received = new Messages<>(Box.RECEIVED, search, (row, context) -> Rows.received(row));
        this.sent = new Messages<>(Box.SENT, search, (row, context) -> Rows.sent(row));
        this.folder = new Folder(store, this::write);
        this.inboxes = new Inboxes(store, events, settings, visibility, clock, this, search, received);
    }

    /** Whose received faxes are. */
    public Inboxes inboxes() {
        return inboxes;
    }

    /**
     * Refuses archive settings that cannot work here.
     *
     * @throws Refusal of kind INVALID if the location is no folder that can be written, or lies in the data directory
     */
    public void check(ArchiveSettings wanted) {
        Folder.check(wanted.location(), store.directory());
    }

    // Adding.

    /** Counts that the routing of a received fax is to be tried again, if the fax is archived. */
    public void triedAgain(Handle handle, String id) {
        handle.execute("update received_message set retries = retries + 1 where fax_id = ?", id);
    }

    /**
     * Puts a received fax into the archive, in the transaction of whatever brought it there.
     *
     * @param tiffBlob its pages, TIFF class F, durable
     * @return false if nothing is archived at present: then the caller has to keep the fax
     */
    public boolean addReceived(Handle handle, ReceivedFax fax, String tiffBlob) {
        ArchiveSettings wanted = settings.get(handle, ArchiveSettings.class).value();
        if (!wanted.use()) {
            return false;
        }
        Instant now = clock.instant();
        long place = Place.free(handle, Box.RECEIVED, fax.endedAt());
        Insert.into("received_message")
                .set("place", place)
                .set("id", fax.id())
                .set("call_id", fax.callId())
                .set("device", fax.device())
                .set("device_name", fax.deviceName())
                .set("csid", fax.csid())
                .set("caller_id", fax.callerId())
                .set("called_number", fax.calledNumber())
                .set("subject", fax.subject())
                .set("sender_name", fax.senderName())
                .set("sender_number", fax.senderNumber())
                .set("started_at", fax.startedAt())
                .set("ended_at", fax.endedAt())
                .set("pages", fax.pages())
                .set("complete", fax.complete())
                .set("damaged_rows", fax.damagedRows())
                .set("outcome", fax.outcome().number())
                .set("retries", fax.retries())
                .set("size", fax.size())
                .set("tiff_blob", tiffBlob)
                .set("seen", fax.read())
                .set("phase", fax.facts().phase())
                .set("far_id", fax.facts().farId())
                .set("bits_per_second", fax.facts().bitsPerSecond())
                .set("carrier", fax.facts().carrier())
                .set("coding", fax.facts().coding())
                .set("error_correction", fax.facts().errorCorrection())
                .set("fax_id", fax.id())
                .execute(handle);
        search.add(handle, Box.RECEIVED, place, Words.of(fax));
        count(handle, Box.RECEIVED, "", 1, Math.max(0, fax.size()), fax.pages(), fax.read() ? 0 : 1);
        if (!wanted.location().isEmpty()) {
            ZoneId zone = zone(handle);
            Folder.want(
                    handle,
                    Box.RECEIVED,
                    fax.id(),
                    wanted.location(),
                    Names.folder(Box.RECEIVED, fax.endedAt(), zone) + "/" + Names.of(fax, zone) + ".tif",
                    now);
        }
        tellAdded(handle, fax, now);
        quota(handle, wanted, now);
        return true;
    }

    /** Tells that a received fax is in the archive, as whosever it is. */
    void tellAdded(Handle handle, ReceivedFax fax, Instant now, Object... more) {
        var facts = new ArrayList<Object>(List.of(
                "call",
                fax.callId(),
                "device",
                fax.device(),
                "number",
                fax.from(),
                "pages",
                fax.pages(),
                "outcome",
                fax.outcome(),
                "addedToReceiveFolder",
                !fax.isAssigned()));
        facts.addAll(List.of(more));
        events.append(handle, now, RECEIVED_FAX_ADDED, fax.id(), facts.toArray());
    }

    /** A job that was delivered is put into the archive, if anything is archived at present. */
    @Override
    public void ended(Handle handle, String jobId, JobState state, Instant at) {
        ArchiveSettings wanted = settings.get(handle, ArchiveSettings.class).value();
        if (state != JobState.COMPLETED || !wanted.use()) {
            return;
        }
        Delivery delivery = Delivery.of(handle, store.blobs(), jobId, at);
        add(handle, delivery, wanted);
    }

    /** Puts a sent fax into the archive; {@link #ended} does so for jobs. */
    void add(Handle handle, Delivery delivery, ArchiveSettings wanted) {
        Instant now = clock.instant();
        SentFax fax = delivery.fax();
        long place = Place.free(handle, Box.SENT, fax.endedAt());
        String account = owner(handle, fax.submissionId());
        Insert.into("sent_message")
                .set("place", place)
                .set("id", fax.id())
                .set("submission_id", fax.submissionId())
                .set("call_id", fax.callId())
                .set("device", fax.device())
                .set("device_name", fax.deviceName())
                .set("number", fax.number())
                .set("recipient_name", fax.recipientName())
                .set("subject", fax.subject())
                .set("document_name", fax.documentName())
                .set("sender_name", fax.senderName())
                .set("sender_id", fax.senderId())
                .set("sender_number", fax.senderNumber())
                .set("sender", fax.sender().kept())
                .set("receipt_address", fax.receiptAddress())
                .set("tsid", fax.tsid())
                .set("priority", fax.priority().rank())
                .set("submitted_at", fax.submittedAt())
                .set("scheduled_at", fax.scheduledAt())
                .set("started_at", fax.startedAt())
                .set("ended_at", fax.endedAt())
                .set("pages", fax.pages())
                .set("attempts", fax.attempts())
                .set("size", fax.size())
                .set("pages_blob", delivery.pagesBlob())
                .set("header_sender", delivery.headerSender())
                .set("zone", delivery.zone())
                .set("header_times", delivery.headerTimes())
                .set("seen", fax.read())
                .set("phase", fax.facts().phase())
                .set("far_id", fax.facts().farId())
                .set("bits_per_second", fax.facts().bitsPerSecond())
                .set("carrier", fax.facts().carrier())
                .set("coding", fax.facts().coding())
                .set("error_correction", fax.facts().errorCorrection())
                .set("cover_blob", delivery.coverBlob())
                .set("account", account)
                .execute(handle);
        search.add(handle, Box.SENT, place, Words.of(fax));
        count(handle, Box.SENT, account, 1, Math.max(0, fax.size()), fax.pages(), fax.read() ? 0 : 1);
        if (!wanted.location().isEmpty()) {
            ZoneId zone = zone(handle);
            Folder.want(
                    handle,
                    Box.SENT,
                    fax.id(),
                    wanted.location(),
                    Names.folder(Box.SENT, fax.endedAt(), zone) + "/" + Names.of(fax, zone) + ".tif",
                    now);
        }
        events.append(
                handle,
                now,
                SENT_FAX_ADDED,
                fax.id(),
                "submission",
                fax.submissionId(),
                "device",
                fax.device(),
                "number",
                fax.number(),
                "pages",
                fax.pages());
        quota(handle, wanted, now);
    }

    /** The account that submitted it; empty if it is nobody's. */
    private static String owner(Handle handle, String submission) {
        return handle.createQuery("select account from submission where id = ?")
                .bind(0, submission)
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    private ZoneId zone(Handle handle) {
        return settings.get(handle, OutgoingSettings.class).value().zone();
    }

    // Looking.

    /** Received messages that fit and the caller sees. */
    public Part<ReceivedFax> received(Filter filter, Window window) {
        Optional<List<String>> whose = seen(Box.RECEIVED);
        return store.read(handle -> received.list(handle, filter, whose, window));
    }

    /** Sent messages that fit and the caller sees. */
    public Part<SentFax> sent(Filter filter, Window window) {
        Optional<List<String>> whose = seen(Box.SENT);
        return store.read(handle -> sent.list(handle, filter, whose, window));
    }

    /** @throws Refusal of kind NOT_FOUND if there is none, or the caller does not see it */
    public ReceivedFax receivedFax(String id) {
        Optional<List<String>> whose = seen(Box.RECEIVED);
        return store.read(handle -> receivedFax(handle, id, whose));
    }

    ReceivedFax receivedFax(Handle handle, String id, Optional<List<String>> whose) {
        return received.find(handle, id)
                .filter(fax -> Visibility.contains(whose, fax.holding().account()))
                .orElseThrow(() -> unknown(Box.RECEIVED, id));
    }

    /** @throws Refusal of kind NOT_FOUND if there is none, or the caller does not see it */
    public SentFax sentFax(String id) {
        Optional<List<String>> whose = seen(Box.SENT);
        return store.read(handle -> sentFax(handle, id, whose));
    }

    private SentFax sentFax(Handle handle, String id, Optional<List<String>> whose) {
        return sent.text(handle, id, "account")
                .filter(account -> Visibility.contains(whose, account))
                .flatMap(account -> sent.find(handle, id))
                .orElseThrow(() -> unknown(Box.SENT, id));
    }

    /**
     * Whether the caller may look at the pages of an incoming job. Not if the fax is in the archive already, and was given
     * to others than him.
     */
    public boolean showsPagesOf(String incomingJob) {
        Optional<List<String>> whose = seen(Box.RECEIVED);
        List<String> owners =
                store.read(handle -> handle.createQuery("select account from received_message where fax_id = ?")
                        .bind(0, incomingJob)
                        .mapTo(String.class)
                        .list());
        return owners.isEmpty() || owners.stream().anyMatch(account -> Visibility.contains(whose, account));
    }

    /** Whose messages the caller sees. */
    private Optional<List<String>> seen(Box box) {
        return switch (box) {
            case RECEIVED -> visibility.receivedOf();
            case SENT -> visibility.sentOf().map(List::of);
        };
    }

    /** Whose messages the caller may change and delete. */
    private Optional<List<String>> managed(Box box) {
        return switch (box) {
            case RECEIVED -> visibility.managesReceivedOf();
            case SENT -> visibility.managesSentOf().map(List::of);
        };
    }

    /** Refuses unless a message of this account is among those that are managed; what he does not see either is not there. */
    static void requireManaged(
            Box box, String id, String account, Optional<List<String>> managed, Optional<List<String>> seen) {
        if (Visibility.contains(managed, account)) {
            return;
        }
        if (!Visibility.contains(seen, account)) {
            throw unknown(box, id);
        }
        throw box == Box.RECEIVED ? Visibility.lacksToManage(account) : Visibility.lacks("MANAGE_ARCHIVES");
    }

    static Refusal unknown(Box box, String id) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                FaxError.FAX_E_MESSAGE_NOT_FOUND,
                "There is no " + box.word() + " fax " + id + ".",
                "Look its id up in the list of " + box.word() + " faxes.");
    }

    /** How the archives stand. */
    public ArchiveStatus status() {
        return store.read(handle -> new ArchiveStatus(
                settings.get(handle, ArchiveSettings.class).value(),
                totals(handle, Box.RECEIVED),
                totals(handle, Box.SENT),
                warned(handle),
                Folder.status(handle)));
    }

    /** How much an archive has. */
    public Totals totals(Box box) {
        return store.read(handle -> totals(handle, box));
    }

    private static Totals totals(Handle handle, Box box) {
        return totals(handle, box, Optional.empty());
    }

    /** @param account only what is this one's, if given */
    static Totals totals(Handle handle, Box box, Optional<String> account) {
        var query = handle.createQuery(
                        "select coalesce(sum(messages), 0) as messages, coalesce(sum(octets), 0) as octets,"
                                + " coalesce(sum(pages), 0) as pages, coalesce(sum(unread), 0) as unread from archive_total"
                                + " where archive = :archive" + (account.isEmpty() ? "" : " and account = :account"))
                .bind("archive", box.name());
        account.ifPresent(one -> query.bind("account", one));
        return query.map((row, context) -> new Totals(
                        row.getLong("messages"), row.getLong("octets"), row.getLong("pages"), row.getLong("unread")))
                .one();
    }

    static void count(Handle handle, Box box, String account, long messages, long octets, long pages, long unread) {
        handle.execute(
                "insert into archive_total (archive, account, messages, octets, pages, unread) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (archive, account) do update set"
                        + " messages = archive_total.messages + excluded.messages,"
                        + " octets = archive_total.octets + excluded.octets,"
                        + " pages = archive_total.pages + excluded.pages,"
                        + " unread = archive_total.unread + excluded.unread",
                box.name(),
                account,
                messages,
                octets,
                pages,
                unread);
    }

    // Files.

    /** A TIFF class F file with all pages of a message, and what is known of it in ImageDescription. */
    public Content tiff(Box box, String id) {
        return switch (box) {
            case RECEIVED -> {
                ReceivedFax fax = receivedFax(id);
                yield content(
                        Names.of(fax, zone()) + ".tif",
                        "image/tiff",
                        id,
                        Label.of(fax).description(),
                        out -> tiff(fax, out));
            }
            case SENT -> {
                SentFax fax = sentFax(id);
                yield content(
                        Names.of(fax, zone()) + ".tif",
                        "image/tiff",
                        id,
                        Label.of(fax).description(),
                        out -> tiff(fax, out));
            }
        };
    }

    /** A PDF file with all pages of a message at their true size. */
    public Content pdf(Box box, String id) {
        return switch (box) {
            case RECEIVED -> {
                ReceivedFax fax = receivedFax(id);
                yield content(
                        Names.of(fax, zone()) + ".pdf",
                        "application/pdf",
                        id,
                        fax.from(),
                        out -> pages(fax).writePdf(("Fax from " + fax.from()).strip(), fax.endedAt(), out));
            }
            case SENT -> {
                SentFax fax = sentFax(id);
                yield content(
                        Names.of(fax, zone()) + ".pdf",
                        "application/pdf",
                        id,
                        "",
                        out -> pages(fax).writePdf("Fax to " + fax.number(), fax.endedAt(), out));
            }
        };
    }

    /**
     * A page of a message as a PNG file.
     *
     * @param number 1 for the first
     * @param width  in dots
     * @throws Refusal of kind NOT_FOUND if it has no such page; INVALID if it cannot be so wide
     */
    public Content page(Box box, String id, int number, int width) {
        FaxPages.requireWidth(width);
        FaxPages pages;
        String name;
        if (box == Box.RECEIVED) {
            ReceivedFax fax = receivedFax(id);
            pages = pages(fax);
            name = Names.of(fax, zone());
        } else {
            SentFax fax = sentFax(id);
            pages = pages(fax);
            name = Names.of(fax, zone());
        }
        if (number < 1 || number > pages.count()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "Fax " + id + " has no page " + number + ".",
                    "Give 1 to " + pages.count() + ".");
        }
        return content(
                name + " page " + number + ".png",
                "image/png",
                id + "-" + number + "-" + width,
                "",
                out -> Thumbnail.write(pages.page(number), width, out));
    }

    /** @param shown what may change although the pages do not */
    private static Content content(String name, String type, String id, String shown, Content.Maker maker) {
        return Content.make(name, type, id + "-" + Integer.toHexString(shown.hashCode()), maker);
    }

    private ZoneId zone() {
        return settings.outgoing().zone();
    }

    private FaxPages pages(ReceivedFax fax) {
        return FaxPages.open(store.blobs(), blob(Box.RECEIVED, fax.id(), "tiff_blob"), (page, number) -> page);
    }

    private String blob(Box box, String id, String column) {
        return store.read(handle -> (box == Box.RECEIVED ? received : sent).text(handle, id, column))
                .orElseThrow(() -> unknown(box, id));
    }

    /** The pages with the header lines they had: each page that of the attempt that got it through. */
    private FaxPages pages(SentFax fax) {
        Map<String, String> kept = store.read(handle -> handle.createQuery(
                                "select pages_blob, cover_blob, header_sender, zone, header_times from sent_message where id = ?")
                        .bind(0, fax.id())
                        .map((row, context) -> sentColumns(row))
                        .findOne())
                .orElseThrow(() -> unknown(Box.SENT, fax.id()));
        var times = new TreeMap<Integer, Instant>();
        for (String part : kept.getOrDefault("header_times", "").split(" ", -1)) {
            int colon = part.indexOf(':');
            if (colon > 0) {
                times.put(
                        Integer.parseInt(part.substring(0, colon)),
                        Instant.ofEpochMilli(Long.parseLong(part.substring(colon + 1))));
            }
        }
        String sender = kept.getOrDefault("header_sender", "");
        ZoneId zone = ZoneId.of(kept.getOrDefault("zone", "UTC"));
        List<String> blobs = Stream.of("cover_blob", "pages_blob")
                .map(column -> kept.getOrDefault(column, ""))
                .filter(blob -> !blob.isEmpty())
                .toList();
        return FaxPages.open(store.blobs(), blobs, (page, number) -> {
            Map.Entry<Integer, Instant> begun = times.floorEntry(number);
            // No time, or none that can be: it was sent without a header line.
            return begun == null || begun.getValue().equals(Instant.EPOCH)
                    ? page
                    : new HeaderLine(begun.getValue(), zone, sender, fax.number()).above(page, number, fax.pages());
        });
    }

    private static Map<String, String> sentColumns(ResultSet row) throws SQLException {
        return Map.of(
                "pages_blob", row.getString("pages_blob"),
                "cover_blob", Objects.requireNonNullElse(row.getString("cover_blob"), ""),
                "header_sender", row.getString("header_sender"),
                "zone", row.getString("zone"),
                "header_times", row.getString("header_times"));
    }

    /** Writes the file that lies in the archive folder. */
    private boolean write(Box box, String id, OutputStream out) throws IOException {
        if (box == Box.RECEIVED) {
            Optional<ReceivedFax> fax = store.read(handle -> held(handle, id));
            if (fax.isPresent()) {
                tiff(fax.get(), out);
            }
            return fax.isPresent();
        }
        Optional<SentFax> fax = store.read(handle -> sent.find(handle, id));
        if (fax.isPresent()) {
            tiff(fax.get(), out);
        }
        return fax.isPresent();
    }

    /** One of the messages of this fax, as long as anybody has one. */
    private Optional<ReceivedFax> held(Handle handle, String fax) {
        return handle.createQuery("select id from received_message where fax_id = ? order by id limit 1")
                .bind(0, fax)
                .mapTo(String.class)
                .findOne()
                .flatMap(id -> received.find(handle, id));
    }

    private void tiff(ReceivedFax fax, OutputStream out) throws IOException {
        Label.of(fax).write(store.blobs().path(blob(Box.RECEIVED, fax.id(), "tiff_blob")), zone(), out);
    }

    private void tiff(SentFax fax, OutputStream out) throws IOException {
        pages(fax).writeTiff(Label.of(fax).options(zone()), out);
    }

    // Changing.

    /**
     * Changes what a person may say about a received fax. What is absent stays as it is. Who sees it may mark it; for all
     * else he must be one who may delete it.
     *
     * @param version the {@link ReceivedFax#version()} that is to be changed; empty for whatever is there
     * @return the message afterwards
     * @throws Refusal of kind CONFLICT if it was given to somebody, and it is to be noted whom it is for; STALE if it has
     *                 another version
     */
    public ReceivedFax change(String id, Optional<Boolean> read, Particulars said, OptionalLong version) {
        Optional<List<String>> seen = seen(Box.RECEIVED);
        Optional<List<String>> managed = managed(Box.RECEIVED);
        return store.write(handle -> {
            ReceivedFax before = received.find(handle, id).orElseThrow(() -> unknown(Box.RECEIVED, id));
            String account = before.holding().account();
            if (!Visibility.contains(seen, account)) {
                throw unknown(Box.RECEIVED, id);
            }
            if (!said.isEmpty()) {
                requireManaged(Box.RECEIVED, id, account, managed, seen);
            }
            if (before.isAssigned() && said.recipients().isPresent()) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "Fax " + id + " was given to somebody, so its recipients are known.",
                        "Put it back into the receive folder first, or give it on.");
            }
            before.requireVersion(version);
            write(handle, before, read.orElse(before.read()), said);
            ReceivedFax after = received.find(handle, id).orElseThrow();
            if (after.equals(before)) {
                return after;
            }
            told(handle, before, after);
            events.append(handle, clock.instant(), Box.RECEIVED.changed(), id, "read", after.read());
            return after;
        });
    }

    /** The same for whatever version is there. */
    public ReceivedFax change(String id, Optional<Boolean> read, Particulars said) {
        return change(id, read, said, OptionalLong.empty());
    }

    /** Writes what is said of a message into its row. */
    static void write(Handle handle, ReceivedFax before, boolean read, Particulars said) {
        handle.execute(
                "update received_message set seen = ?, subject = ?, sender_name = ?, sender_number = ?, has_cover = ?,"
                        + " recipients = ? where id = ?",
                read ? 1 : 0,
                said.subject().orElse(before.subject()).strip(),
                said.senderName().orElse(before.senderName()).strip(),
                said.senderNumber().orElse(before.senderNumber()).strip(),
                said.hasCoverPage().orElse(before.holding().hasCoverPage()) ? 1 : 0,
                Inboxes.joined(said.recipients().orElse(before.holding().recipients())),
                before.id());
    }

    /** Counts and finds a message as it is now. */
    void told(Handle handle, ReceivedFax before, ReceivedFax after) {
        String from = before.holding().account();
        String to = after.holding().account();
        long octets = Math.max(0, before.size());
        if (!from.equals(to)) {
            count(handle, Box.RECEIVED, from, -1, -octets, -before.pages(), before.read() ? 0 : -1);
            count(handle, Box.RECEIVED, to, 1, octets, after.pages(), after.read() ? 0 : 1);
        } else if (before.read() != after.read()) {
            count(handle, Box.RECEIVED, to, 0, 0, 0, after.read() ? -1 : 1);
        }
        Set<String> words = Words.of(after);
        if (!words.equals(Words.of(before))) {
            reindex(handle, Box.RECEIVED, after.id(), words);
        }
    }

    /** Marks a received fax as read or unread. */
    public ReceivedFax markReceived(String id, boolean read) {
        return change(id, Optional.of(read), Particulars.NONE);
    }

    /** Marks a sent fax as read or unread. */
    public SentFax markSent(String id, boolean read) {
        Optional<List<String>> seen = seen(Box.SENT);
        return store.write(handle -> {
            SentFax before = sentFax(handle, id, seen);
            if (before.read() == read) {
                return before;
            }
            handle.execute("update sent_message set seen = ? where id = ?", read ? 1 : 0, id);
            count(handle, Box.SENT, sent.text(handle, id, "account").orElseThrow(), 0, 0, 0, read ? -1 : 1);
            SentFax after = sent.find(handle, id).orElseThrow();
            reindex(handle, Box.SENT, id, Words.of(after));
            events.append(handle, clock.instant(), Box.SENT.changed(), id, "read", read);
            return after;
        });
    }

    private void reindex(Handle handle, Box box, String id, Collection<String> words) {
        long place = handle.createQuery("select place from " + box.table() + " where id = ?")
                .bind(0, id)
                .mapTo(Long.class)
                .one();
        search.remove(handle, box, place);
        search.add(handle, box, place, words);
    }

    // Deleting.

    /** Deletes a message with everything that only it needs. Who else was given the same fax keeps it. */
    public void delete(Box box, String id) {
        Optional<List<String>> seen = seen(box);
        Optional<List<String>> managed = managed(box);
        store.write(handle -> {
            Messages.Counted row = (box == Box.RECEIVED ? received : sent)
                    .findCounted(handle, id)
                    .orElseThrow(() -> unknown(box, id));
            requireManaged(box, id, row.account(), managed, seen);
            remove(handle, box, row, "deleted", clock.instant());
            quota(handle, settings.get(handle, ArchiveSettings.class).value(), clock.instant());
            return true;
        });
    }

    /**
     * What deleting all messages that fit, and that the caller may delete, would delete.
     *
     * @param items so many of them are shown, 0 to 1000
     */
    public Removal<ReceivedFax> receivedRemoval(Filter filter, int items) {
        Optional<List<String>> whose = managed(Box.RECEIVED);
        return store.read(handle -> received.amount(handle, filter, whose, items));
    }

    /** The same of sent messages. */
    public Removal<SentFax> sentRemoval(Filter filter, int items) {
        Optional<List<String>> whose = managed(Box.SENT);
        return store.read(handle -> sent.amount(handle, filter, whose, items));
    }

    /**
     * Deletes the messages that fit now and that the caller may delete, in small steps; others may come and go meanwhile.
     *
     * @return how many
     */
    public long deleteAll(Box box, Filter filter) {
        long most = Place.first(clock.instant().plus(Duration.ofDays(1)));
        return deleteAll(box, filter, managed(box), most, "deleted");
    }

    private long deleteAll(Box box, Filter filter, Optional<List<String>> whose, long most, String why) {
        long deleted = 0;
        while (store.read(handle -> !(box == Box.RECEIVED ? received : sent)
                .oldest(handle, filter, whose, most, 1)
                .isEmpty())) {
            deleted += store.write(handle -> {
                Instant now = clock.instant();
                List<Messages.Counted> rows =
                        (box == Box.RECEIVED ? received : sent).oldest(handle, filter, whose, most, BATCH);
                rows.forEach(row -> remove(handle, box, row, why, now));
                quota(handle, settings.get(handle, ArchiveSettings.class).value(), now);
                return rows.size();
            });
        }
        return deleted;
    }

    /** @param why as a word; it stands in the event */
    void remove(Handle handle, Box box, Messages.Counted row, String why, Instant now) {
        // While it is known whose it is.
        if (box == Box.RECEIVED) {
            events.append(
                    handle,
                    now,
                    box.removed(),
                    row.id(),
                    "reason",
                    why,
                    "removedFromReceiveFolder",
                    row.account().isEmpty());
        } else {
            events.append(handle, now, box.removed(), row.id(), "reason", why);
        }
        handle.execute("delete from " + box.table() + " where place = ?", row.place());
        search.remove(handle, box, row.place());
        count(handle, box, row.account(), -1, -Math.max(0, row.size()), -row.pages(), row.read() ? 0 : -1);
        if (box == Box.SENT || held(handle, row.fax()).isEmpty()) {
            Folder.doom(handle, box, row.fax(), now);
        }
    }

    // What goes by itself.

    /** The messages that an age limit of so many days would delete now. */
    public Filter olderThan(int days) {
        if (days < 1 || days > 36_500) {
            throw new Refusal(
                    Refusal.Kind.INVALID, "An age limit of " + days + " days is out of range.", "Give 1 to 36500.");
        }
        return Filter.ALL.between(Instant.EPOCH, clock.instant().minus(Duration.ofDays(days)));
    }

    /**
     * One round of what the archives do by themselves: complete messages that an older version left, delete what is beyond
     * the age limit, look at the quota, write and delete files in the archive folder.
     *
     * @return whether there may be more to do at once
     */
    public boolean round() {
        boolean received = complete(Box.RECEIVED);
        boolean sent = complete(Box.SENT);
        ArchiveSettings wanted = settings.archive();
        if (wanted.ageLimit() > 0) {
            expire(wanted.ageLimit());
        }
        // A round that has nothing to do writes nothing, or it would be the reason for the next one.
        if (store.read(handle -> quotaStep(
                        handle, settings.get(handle, ArchiveSettings.class).value())
                .isPresent())) {
            store.write(handle -> {
                quota(handle, settings.get(handle, ArchiveSettings.class).value(), clock.instant());
                return true;
            });
        }
        return folder.round(clock.instant()) || received || sent;
    }

    /** Carries out what the archive folder waits for. Whether there may be more at once. */
    public boolean writeFiles() {
        return folder.round(clock.instant());
    }

    private void expire(int days) {
        Filter old = olderThan(days);
        long deleted = deleteAll(Box.RECEIVED, old, Optional.empty(), Long.MAX_VALUE, "age limit")
                + deleteAll(Box.SENT, old, Optional.empty(), Long.MAX_VALUE, "age limit");
        if (deleted > 0) {
            LOG.info("Deleted {} messages that were older than the age limit of {} days.", deleted, days);
        }
    }

    /** Messages of an older version have no size and cannot be found by a search. */
    private boolean complete(Box box) {
        String blob = box == Box.RECEIVED ? "tiff_blob" : "pages_blob";
        List<String[]> rows = store.read(handle -> handle.createQuery("select id, " + blob + " as blob from "
                        + box.table() + " where size < 0 order by place limit " + BATCH)
                .map((row, context) -> new String[] {row.getString("id"), row.getString("blob")})
                .list());
        if (rows.isEmpty()) {
            return false;
        }
        var sizes = new TreeMap<String, Long>();
        for (String[] row : rows) {
            sizes.put(row[0], Delivery.size(store.blobs(), row[1]));
        }
        store.write(handle -> {
            sizes.forEach((id, size) -> {
                if (handle.execute("update " + box.table() + " set size = ? where id = ? and size < 0", size, id)
                        == 1) {
                    String account = (box == Box.RECEIVED ? received : sent)
                            .text(handle, id, "account")
                            .orElseThrow();
                    count(handle, box, account, 0, size, 0, 0);
                    if (box == Box.RECEIVED) {
                        reindex(
                                handle,
                                box,
                                id,
                                Words.of(received.find(handle, id).orElseThrow()));
                    } else {
                        reindex(handle, box, id, Words.of(sent.find(handle, id).orElseThrow()));
                    }
                }
            });
            return true;
        });
        return rows.size() == BATCH;
    }

    private static boolean warned(Handle handle) {
        return handle.createQuery("select warned from archive_quota where id = 1")
                        .mapTo(Integer.class)
                        .one()
                != 0;
    }

    /** Whether it is time to warn (true) or to be ready for the next warning (false); empty if nothing changes. */
    private static Optional<Boolean> quotaStep(Handle handle, ArchiveSettings wanted) {
        boolean warned = warned(handle);
        if (!warned && !wanted.quotaWarning()) {
            return Optional.empty();
        }
        long octets = octets(handle);
        if (!warned) {
            return octets > wanted.highMark() * MB ? Optional.of(true) : Optional.empty();
        }
        return !wanted.quotaWarning() || octets == 0 || octets < wanted.lowMark() * MB
                ? Optional.of(false)
                : Optional.empty();
    }

    private static long octets(Handle handle) {
        return totals(handle, Box.RECEIVED).octets() + totals(handle, Box.SENT).octets();
    }

    /** Warns once when the archives have grown over the high mark, and again only after they were below the low one. */
    private void quota(Handle handle, ArchiveSettings wanted, Instant now) {
        quotaStep(handle, wanted).ifPresent(warn -> {
            handle.execute("update archive_quota set warned = ? where id = 1", warn ? 1 : 0);
            if (warn) {
                long octets = octets(handle);
                events.append(
                        handle, now, QUOTA_WARNING, "archives", "octets", octets, "highMark", wanted.highMark() * MB);
                LOG.warn(
                        "The archives have {} octets, more than the high mark of {} MB. Delete messages, or set an age"
                                + " limit.",
                        octets,
                        wanted.highMark());
            }
        });
    }
}
