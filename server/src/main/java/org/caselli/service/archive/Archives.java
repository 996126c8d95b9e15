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
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.caselli.document.HeaderLine;
import org.caselli.document.Thumbnail;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffLabel;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.queue.EventLog;
import org.caselli.queue.JobEnds;
import org.caselli.queue.JobState;
import org.caselli.service.Refusal;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.access.Visibility;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Insert;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
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
        handle.execute("update received_message set retries = retries + 1 where id = ?", id);
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
                .execute(handle);
        search.add(handle, Box.RECEIVED, place, Words.of(fax));
        count(handle, Box.RECEIVED, 1, Math.max(0, fax.size()), fax.pages(), fax.read() ? 0 : 1);
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
        events.append(
                handle,
                now,
                RECEIVED_FAX_ADDED,
                fax.id(),
                "call",
                fax.callId(),
                "device",
                fax.device(),
                "number",
                fax.from(),
                "pages",
                fax.pages(),
                "outcome",
                fax.outcome());
        quota(handle, wanted, now);
        return true;
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
                .set("account", owner(handle, fax.submissionId()))
                .execute(handle);
        search.add(handle, Box.SENT, place, Words.of(fax));
        count(handle, Box.SENT, 1, Math.max(0, fax.size()), fax.pages(), fax.read() ? 0 : 1);
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
        Optional<String> whose = visibility.received() ? Optional.empty() : Optional.of("");
        return store.read(handle -> received.list(handle, filter, whose, window));
    }

    /** Sent messages that fit and the caller sees. */
    public Part<SentFax> sent(Filter filter, Window window) {
        Optional<String> whose = visibility.sentOf();
        return store.read(handle -> sent.list(handle, filter, whose, window));
    }

    /** @throws Refusal of kind NOT_FOUND if there is none, or the caller does not see it */
    public ReceivedFax receivedFax(String id) {
        requireSeen(Box.RECEIVED, id);
        return store.read(handle -> received.find(handle, id)).orElseThrow(() -> unknown(Box.RECEIVED, id));
    }

    /** @throws Refusal of kind NOT_FOUND if there is none, or the caller does not see it */
    public SentFax sentFax(String id) {
        requireSeen(Box.SENT, id);
        return store.read(handle -> sent.find(handle, id)).orElseThrow(() -> unknown(Box.SENT, id));
    }

    private void requireSeen(Box box, String id) {
        boolean seen = switch (box) {
            case RECEIVED -> visibility.received();
            case SENT ->
                owner(id)
                        .map(account -> Visibility.covers(visibility.sentOf(), account))
                        .orElse(false);
        };
        if (!seen) {
            throw unknown(box, id);
        }
    }

    /** Refuses unless the caller may delete it; what he does not see either is not there. */
    private void requireManaged(Box box, String id) {
        if (box == Box.SENT) {
            boolean managed = owner(id)
                    .map(account -> Visibility.covers(visibility.managesSentOf(), account))
                    .orElse(false);
            if (!managed) {
                requireSeen(box, id);
                Caller.current().require(Right.MANAGE_ARCHIVES);
            }
        } else if (!visibility.managesReceived()) {
            receivedFax(id);
            visibility.requireManagesReceived();
        }
    }

    private Optional<String> owner(String sentId) {
        return store.read(handle -> sent.text(handle, sentId, "account"));
    }

    private static Refusal unknown(Box box, String id) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
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
        return handle.createQuery("select messages, octets, pages, unread from archive_total where archive = ?")
                .bind(0, box.name())
                .map((row, context) -> new Totals(
                        row.getLong("messages"), row.getLong("octets"), row.getLong("pages"), row.getLong("unread")))
                .one();
    }

    private static void count(Handle handle, Box box, long messages, long octets, long pages, long unread) {
        handle.execute(
                "update archive_total set messages = messages + ?, octets = octets + ?, pages = pages + ?,"
                        + " unread = unread + ? where archive = ?",
                messages,
                octets,
                pages,
                unread,
                box.name());
    }

    // Files.

    /** A TIFF class F file with all pages of a message, and what is known of it in ImageDescription. */
    public Content tiff(Box box, String id) {
        return switch (box) {
            case RECEIVED -> {
                ReceivedFax fax = receivedFax(id);
                yield content(Names.of(fax, zone()) + ".tif", "image/tiff", id, Label.of(fax), out -> tiff(fax, out));
            }
            case SENT -> {
                SentFax fax = sentFax(id);
                yield content(Names.of(fax, zone()) + ".tif", "image/tiff", id, Label.of(fax), out -> tiff(fax, out));
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
            Optional<ReceivedFax> fax = store.read(handle -> received.find(handle, id));
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

    private void tiff(ReceivedFax fax, OutputStream out) throws IOException {
        try {
            TiffLabel.write(
                    store.blobs().get(blob(Box.RECEIVED, fax.id(), "tiff_blob")),
                    Label.of(fax),
                    LocalDateTime.ofInstant(fax.startedAt(), zone()),
                    out);
        } catch (TiffException cause) {
            throw new StoreException("The stored pages of fax " + fax.id() + " are no TIFF file.", cause);
        }
    }

    private void tiff(SentFax fax, OutputStream out) throws IOException {
        pages(fax)
                .writeTiff(
                        TiffOptions.PLAIN
                                .withDescription(Label.of(fax))
                                .withWritten(LocalDateTime.ofInstant(fax.startedAt(), zone())),
                        out);
    }

    // Changing.

    /**
     * Changes what a person may say about a received fax. What is absent stays as it is.
     *
     * @return the message afterwards
     */
    public ReceivedFax change(
            String id,
            Optional<Boolean> read,
            Optional<String> subject,
            Optional<String> senderName,
            Optional<String> senderNumber) {
        for (Optional<String> text : List.of(subject, senderName, senderNumber)) {
            if (text.orElse("").length() > 1000) {
                throw new Refusal(Refusal.Kind.INVALID, "A text is longer than 1000 characters.", "Shorten it.");
            }
        }
        requireSeen(Box.RECEIVED, id);
        if (subject.isPresent() || senderName.isPresent() || senderNumber.isPresent()) {
            requireManaged(Box.RECEIVED, id);
        }
        return store.write(handle -> {
            Instant now = clock.instant();
            ReceivedFax before = received.find(handle, id).orElseThrow(() -> unknown(Box.RECEIVED, id));
            handle.execute(
                    "update received_message set seen = ?, subject = ?, sender_name = ?, sender_number = ? where id = ?",
                    read.orElse(before.read()) ? 1 : 0,
                    subject.orElse(before.subject()).strip(),
                    senderName.orElse(before.senderName()).strip(),
                    senderNumber.orElse(before.senderNumber()).strip(),
                    id);
            ReceivedFax after = received.find(handle, id).orElseThrow();
            if (after.equals(before)) {
                return after;
            }
            countRead(handle, Box.RECEIVED, before.read(), after.read());
            Set<String> words = Words.of(after);
            if (!words.equals(Words.of(before))) {
                reindex(handle, Box.RECEIVED, id, words);
            }
            events.append(handle, now, Box.RECEIVED.changed(), id, "read", after.read());
            return after;
        });
    }

    /** Marks a received fax as read or unread. */
    public ReceivedFax markReceived(String id, boolean read) {
        return change(id, Optional.of(read), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Marks a sent fax as read or unread. */
    public SentFax markSent(String id, boolean read) {
        requireSeen(Box.SENT, id);
        return store.write(handle -> {
            SentFax before = sent.find(handle, id).orElseThrow(() -> unknown(Box.SENT, id));
            if (before.read() == read) {
                return before;
            }
            handle.execute("update sent_message set seen = ? where id = ?", read ? 1 : 0, id);
            countRead(handle, Box.SENT, before.read(), read);
            SentFax after = sent.find(handle, id).orElseThrow();
            reindex(handle, Box.SENT, id, Words.of(after));
            events.append(handle, clock.instant(), Box.SENT.changed(), id, "read", read);
            return after;
        });
    }

    private static void countRead(Handle handle, Box box, boolean before, boolean after) {
        if (before != after) {
            count(handle, box, 0, 0, 0, after ? -1 : 1);
        }
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

    /** Deletes a message with everything that only it needs. */
    public void delete(Box box, String id) {
        requireManaged(box, id);
        store.write(handle -> {
            Messages.Counted row = handle.createQuery(
                            "select place, id, pages, size, seen from " + box.table() + " where id = ?")
                    .bind(0, id)
                    .map((result, context) -> Messages.counted(result))
                    .findOne()
                    .orElseThrow(() -> unknown(box, id));
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
        Optional<String> whose = manages(Box.RECEIVED);
        return store.read(handle -> received.amount(handle, filter, whose, items));
    }

    /** The same of sent messages. */
    public Removal<SentFax> sentRemoval(Filter filter, int items) {
        Optional<String> whose = manages(Box.SENT);
        return store.read(handle -> sent.amount(handle, filter, whose, items));
    }

    /**
     * Deletes the messages that fit now and that the caller may delete, in small steps; others may come and go meanwhile.
     *
     * @return how many
     */
    public long deleteAll(Box box, Filter filter) {
        long most = Place.first(clock.instant().plus(Duration.ofDays(1)));
        return deleteAll(box, filter, manages(box), most, "deleted");
    }

    /**
     * Whose messages the caller may delete.
     *
     * @throws Refusal of kind FORBIDDEN if none at all
     */
    private Optional<String> manages(Box box) {
        if (box == Box.SENT) {
            return visibility.managesSentOf();
        }
        visibility.requireManagesReceived();
        return Optional.empty();
    }

    private long deleteAll(Box box, Filter filter, Optional<String> whose, long most, String why) {
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

    private void remove(Handle handle, Box box, Messages.Counted row, String why, Instant now) {
        events.append(handle, now, box.removed(), row.id(), "reason", why); // while it is known whose it is
        handle.execute("delete from " + box.table() + " where place = ?", row.place());
        search.remove(handle, box, row.place());
        count(handle, box, -1, -Math.max(0, row.size()), -row.pages(), row.read() ? 0 : -1);
        Folder.doom(handle, box, row.id(), now);
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
                    count(handle, box, 0, size, 0, 0);
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
