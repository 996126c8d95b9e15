package org.caselli.client;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was received and what was delivered: found, shown, saved, deleted; and the log of it. */
public final class Archives {
    /** What a file of a fax is to be. */
    public enum Format {
        TIFF("tiff"),
        PDF("pdf");

        private final String path;

        Format(String path) {
            this.path = path;
        }
    }

    @Json
    public record SentFax(
            String id,
            String submission,
            String call,
            String device,
            String deviceName,
            String number,
            String recipientName,
            String subject,
            String documentName,
            String senderName,
            String senderId,
            String senderNumber,
            Api.@Nullable Sender sender,
            @Nullable String receiptType,
            @Nullable String receiptAddress,
            String tsid,
            String priority,
            Instant submittedAt,
            Instant scheduledAt,
            Instant startedAt,
            Instant endedAt,
            int pages,
            int attempts,
            int retries,
            @Nullable Long size,
            Api.Facts facts,
            boolean hasCoverPage,
            boolean read) {}

    @Json
    public record SentFaxes(
            List<SentFax> items,
            @Nullable String next,
            @Nullable String previous) {}

    /**
     * @param assigned   whether it was given to somebody
     * @param account    whose it is, by name; null if it is nobody's, or the account is gone
     * @param recipients those whom it was given to together; as long as it is nobody's, those it is noted to be for
     * @param fax        the fax as it came in, the same for all who were given it
     * @param version    of what people say of it, which is all that can be changed but the mark
     */
    @Json
    public record ReceivedFax(
            String id,
            String call,
            String device,
            String deviceName,
            String csid,
            String callerId,
            String calledNumber,
            String subject,
            String senderName,
            String senderNumber,
            Instant startedAt,
            Instant endedAt,
            int pages,
            boolean complete,
            int damagedRows,
            Api.Outcome outcome,
            int retries,
            @Nullable Long size,
            Api.Facts facts,
            boolean read,
            boolean hasCoverPage,
            boolean assigned,
            @Nullable String account,
            List<String> recipients,
            String fax,
            String version) {
        /** To change or assign it with, if nobody has said anything else of it meanwhile. */
        public String tag() {
            return '"' + version + '"';
        }
    }

    @Json
    public record ReceivedFaxes(
            List<ReceivedFax> items,
            @Nullable String next,
            @Nullable String previous) {}

    /**
     * What a person may say about a received fax; null stays as it is.
     *
     * @param recipients whom it is for; as long as it is nobody's
     */
    @Json
    public record ReceivedFaxChange(
            @Nullable Boolean read,
            @Nullable String subject,
            @Nullable String senderName,
            @Nullable String senderNumber,
            @Nullable Boolean hasCoverPage,
            @Nullable List<String> recipients) {}

    /**
     * Whom a received fax is given to, and what else is said of it; null stays as it is.
     *
     * @param recipients names of accounts; null for those that have been noted on it
     */
    @Json
    public record Assignment(
            @Nullable List<String> recipients,
            @Nullable String subject,
            @Nullable String senderName,
            @Nullable String senderNumber,
            @Nullable Boolean hasCoverPage) {}

    /** @param recipients the accounts that have it now, by their names */
    @Json
    public record Assigned(List<String> recipients) {}

    /** @param receiveFolder what is nobody's; null if one does not see that */
    @Json
    public record Folders(Totals inbox, @Nullable Totals receiveFolder, Totals sentItems) {}

    @Json
    record SentFaxChange(boolean read) {}

    @Json
    public record ReceivedRemoval(
            long messages,
            long octets,
            long pages,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            List<ReceivedFax> items,
            long deleted) {}

    @Json
    public record SentRemoval(
            long messages,
            long octets,
            long pages,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            List<SentFax> items,
            long deleted) {}

    @Json
    public record Expiry(int ageLimit, ReceivedRemoval received, SentRemoval sent) {}

    @Json
    public record Totals(long messages, long octets, long pages, long unread) {}

    @Json
    public record Files(
            long waiting, long failing, @Nullable String error) {}

    @Json
    public record Status(
            boolean use,
            String location,
            int ageLimit,
            boolean quotaWarning,
            int highMark,
            int lowMark,
            boolean warned,
            Totals received,
            Totals sent,
            Files files) {}

    @Json
    public record LoggedFax(
            long sequence,
            String server,
            boolean incoming,
            Instant endedAt,
            @Nullable Instant startedAt,
            String id,
            @Nullable String submission,
            Api.Outcome outcome,
            String device,
            String number,
            String calledNumber,
            String recipientName,
            String senderName,
            String subject,
            String csid,
            String tsid,
            int pages,
            int pagesDone,
            long size,
            int attempts,
            int bitsPerSecond,
            long connectedMillis) {}

    @Json
    public record LoggedFaxes(
            List<LoggedFax> items, @Nullable String next) {}

    /** Which faxes are meant: conditions by the names that they have in the interface; none for all. */
    public static final class Filter {
        private final Map<String, String> conditions = new LinkedHashMap<>();

        /** One more condition, such as {@code "search"} or {@code "read"}; null for none. */
        public Filter with(String name, @Nullable Object value) {
            if (value != null) {
                conditions.put(name, value.toString());
            }
            return this;
        }

        /** Whether there is none; {@code account} says where to look, not what fits. */
        public boolean isEmpty() {
            return conditions.keySet().stream().allMatch("account"::equals);
        }

        private String query(Map<String, String> more) {
            var all = new LinkedHashMap<>(conditions);
            all.putAll(more);
            var query = new StringBuilder();
            all.forEach((name, value) -> query.append(query.length() == 0 ? "?" : "&")
                    .append(name)
                    .append('=')
                    .append(CaselliClient.escaped(value)));
            return query.toString();
        }
    }

    private static final String SENT = "/outgoing/messages";
    private static final String RECEIVED = "/incoming/messages";

    private final CaselliClient client;

    Archives(CaselliClient client) {
        this.client = client;
    }

    private static Map<String, String> slice(@Nullable String after, int limit) {
        var slice = new LinkedHashMap<String, String>();
        slice.put("limit", Integer.toString(limit));
        if (after != null) {
            slice.put("after", after);
        }
        return slice;
    }

    /** Received faxes, newest first. */
    public ReceivedFaxes received(Filter filter, @Nullable String after, int limit) {
        return client.get(RECEIVED + filter.query(slice(after, limit)), ReceivedFaxes.class);
    }

    /** All received faxes, newest first. */
    public ReceivedFaxes received(@Nullable String after, int limit) {
        return received(new Filter(), after, limit);
    }

    public ReceivedFax receivedFax(String id) {
        return receivedFax(id, false);
    }

    /** @param own only if it is in one's own folders, whatever else one may see */
    public ReceivedFax receivedFax(String id, boolean own) {
        return client.get(RECEIVED + "/" + CaselliClient.escaped(id) + folder(own), ReceivedFax.class);
    }

    static String folder(boolean own) {
        return own ? "?account=me" : "";
    }

    public ReceivedFax change(String id, ReceivedFaxChange change) {
        return change(id, change, null);
    }

    /**
     * The same for one version only.
     *
     * @param tag {@link ReceivedFax#tag()}; null for whatever is there
     */
    public ReceivedFax change(String id, ReceivedFaxChange change, @Nullable String tag) {
        return client.patch(RECEIVED + "/" + CaselliClient.escaped(id), change, tag, ReceivedFax.class);
    }

    public ReceivedFax markReceived(String id, boolean read) {
        return change(id, new ReceivedFaxChange(read, null, null, null, null, null));
    }

    /** Gives a received fax to accounts. */
    public Assigned assign(String id, Assignment assignment) {
        return assign(id, assignment, null);
    }

    /** The same for one version only. */
    public Assigned assign(String id, Assignment assignment, @Nullable String tag) {
        return client.post(RECEIVED + "/" + CaselliClient.escaped(id) + "/assign", assignment, tag, Assigned.class);
    }

    /** Puts a received fax back into the common receive folder. */
    public void putBack(String id) {
        client.post(RECEIVED + "/" + CaselliClient.escaped(id) + "/return");
    }

    /** What the folders of one's own account have. */
    public Folders folders() {
        return client.get("/access/me/folders", Folders.class);
    }

    public byte[] receivedFile(String id, Format format) {
        return client.bytes(RECEIVED + "/" + CaselliClient.escaped(id) + "/" + format.path);
    }

    /** Writes a received fax into a file. */
    public void saveReceived(String id, Format format, Path file, OpenOption... options) throws IOException {
        client.save(RECEIVED + "/" + CaselliClient.escaped(id) + "/" + format.path, file, options);
    }

    /** Writes a received fax to a stream. */
    public void copyReceived(String id, Format format, OutputStream out) throws IOException {
        client.copy(RECEIVED + "/" + CaselliClient.escaped(id) + "/" + format.path, out);
    }

    public void deleteReceived(String id) {
        client.delete(RECEIVED + "/" + CaselliClient.escaped(id));
    }

    /** Deletes all received faxes that fit; a filter without a condition is all of them. Or tells what it would delete. */
    public ReceivedRemoval deleteAllReceived(Filter filter, boolean dryRun, int limit) {
        return client.delete(RECEIVED + filter.query(removal(filter, dryRun, limit)), ReceivedRemoval.class);
    }

    /** Delivered faxes, newest first. */
    public SentFaxes sent(Filter filter, @Nullable String after, int limit) {
        return client.get(SENT + filter.query(slice(after, limit)), SentFaxes.class);
    }

    /** All delivered faxes, newest first. */
    public SentFaxes sent(@Nullable String after, int limit) {
        return sent(new Filter(), after, limit);
    }

    public SentFax sentFax(String id) {
        return sentFax(id, false);
    }

    /** @param own only if one has sent it oneself, whatever else one may see */
    public SentFax sentFax(String id, boolean own) {
        return client.get(SENT + "/" + CaselliClient.escaped(id) + folder(own), SentFax.class);
    }

    public SentFax markSent(String id, boolean read) {
        return client.patch(SENT + "/" + CaselliClient.escaped(id), new SentFaxChange(read), null, SentFax.class);
    }

    public byte[] sentFile(String id, Format format) {
        return client.bytes(SENT + "/" + CaselliClient.escaped(id) + "/" + format.path);
    }

    /** Writes a delivered fax, as it was sent, into a file. */
    public void saveSent(String id, Format format, Path file, OpenOption... options) throws IOException {
        client.save(SENT + "/" + CaselliClient.escaped(id) + "/" + format.path, file, options);
    }

    /** Writes a delivered fax, as it was sent, to a stream. */
    public void copySent(String id, Format format, OutputStream out) throws IOException {
        client.copy(SENT + "/" + CaselliClient.escaped(id) + "/" + format.path, out);
    }

    public void deleteSent(String id) {
        client.delete(SENT + "/" + CaselliClient.escaped(id));
    }

    /** Deletes all delivered faxes that fit; a filter without a condition is all of them. Or tells what it would delete. */
    public SentRemoval deleteAllSent(Filter filter, boolean dryRun, int limit) {
        return client.delete(SENT + filter.query(removal(filter, dryRun, limit)), SentRemoval.class);
    }

    private static Map<String, String> removal(Filter filter, boolean dryRun, int limit) {
        var more = slice(null, limit);
        more.put("dryRun", Boolean.toString(dryRun));
        if (filter.isEmpty()) {
            more.put("all", "true");
        }
        return more;
    }

    /** How the archives stand. */
    public Status status() {
        return client.get("/archives", Status.class);
    }

    /** What an age limit of so many days would delete now; null for the one that is set. */
    public Expiry expiry(@Nullable Integer ageLimit, int limit) {
        return client.get(
                "/archives/expiry?limit=" + limit + (ageLimit == null ? "" : "&ageLimit=" + ageLimit), Expiry.class);
    }

    /** The activity log, the oldest line first; the conditions are {@code direction}, {@code from} and {@code to}. */
    public LoggedFaxes log(Filter filter, @Nullable String after, int limit) {
        return client.get("/activity/log" + filter.query(slice(after, limit)), LoggedFaxes.class);
    }

    /** Writes the activity log as a CSV file. */
    public void saveLog(Filter filter, Path file, OpenOption... options) throws IOException {
        client.save("/activity/log" + filter.query(Map.of("format", "csv")), file, options);
    }
}
