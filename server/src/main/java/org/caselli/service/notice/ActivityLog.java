package org.caselli.service.notice;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.outcome.Outcome;
import org.caselli.queue.JobEnds;
import org.caselli.queue.JobState;
import org.caselli.service.Listing;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.settings.LoggingSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of every fax that was received or has come to its end, for accounts. It is kept in the database, in the
 * transactions that end the faxes, and stays when messages and jobs are gone. Where the settings say so, each server also
 * writes its own lines into the documented files {@code InboxLOG.txt} and {@code OutboxLOG.txt}.
 */
public final class ActivityLog implements JobEnds {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityLog.class);
    private static final int AT_ONCE = 500;

    private final Store store;
    private final Settings settings;
    private volatile String lastComplaint = "";

    public ActivityLog(Store store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** A fax has been received. In the transaction that keeps it. */
    public void received(Handle handle, ReceivedFax fax) {
        insert(
                handle,
                new ActivityLine(
                        0,
                        store.node(),
                        true,
                        fax.endedAt(),
                        Optional.of(fax.startedAt()),
                        fax.id(),
                        "",
                        fax.outcome(),
                        fax.device(),
                        fax.callerId(),
                        fax.calledNumber(),
                        "",
                        fax.senderName(),
                        fax.subject(),
                        fax.csid(),
                        fax.facts().farId(),
                        fax.pages(),
                        fax.pages(),
                        Math.max(0, fax.size()),
                        1,
                        fax.facts().bitsPerSecond(),
                        Duration.between(fax.startedAt(), fax.endedAt())));
    }

    @Override
    public void ended(Handle handle, String jobId, JobState state, Instant at) {
        insert(
                handle,
                handle.createQuery(
                                "select j.id, j.submission_id, j.number, j.recipient_name, j.pages, j.pages_confirmed,"
                                        + " j.attempts, j.outcome, s.subject, s.sender_name, s.pages_size + j.cover_size as size, a.tsid, a.device, a.far_id,"
                                        + " a.bits_per_second, (select min(t.started_at) from attempt t where t.job_id = j.id"
                                        + " and t.fence > j.fence - j.attempts) as started_at,"
                                        + " (select sum(t.ended_at - t.started_at) from attempt t where t.job_id = j.id"
                                        + " and t.fence > j.fence - j.attempts) as connected"
                                        + " from job j join submission s on s.id = j.submission_id"
                                        + " left join attempt a on a.job_id = j.id and a.fence = j.fence and j.attempts > 0"
                                        + " where j.id = ?")
                        .bind(0, jobId)
                        .map((row, context) -> sent(row, state, at))
                        .one());
    }

    private ActivityLine sent(ResultSet row, JobState state, Instant at) throws SQLException {
        long started = row.getLong("started_at");
        Optional<Instant> startedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(started));
        int outcome = row.getInt("outcome");
        int pages = row.getInt("pages");
        return new ActivityLine(
                0,
                store.node(),
                false,
                at,
                startedAt,
                row.getString("id"),
                row.getString("submission_id"),
                row.wasNull() ? Outcome.CANCELED : Outcome.ofNumber(outcome),
                text(row, "device"),
                row.getString("number"),
                "",
                row.getString("recipient_name"),
                row.getString("sender_name"),
                row.getString("subject"),
                text(row, "far_id"),
                text(row, "tsid"),
                pages,
                state == JobState.COMPLETED ? pages : row.getInt("pages_confirmed"),
                row.getLong("size"),
                row.getInt("attempts"),
                row.getInt("bits_per_second"),
                Duration.ofMillis(row.getLong("connected")));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static void insert(Handle handle, ActivityLine line) {
        handle.execute(
                "insert into activity_line (sequence, node, incoming, ended_at, started_at, fax_id, submission_id, outcome,"
                        + " device, number, called_number, recipient_name, sender_name, subject, csid, tsid, pages,"
                        + " pages_done, size, attempts, bits_per_second, connected_ms)"
                        + " values ((select coalesce(max(sequence), 0) + 1 from activity_line), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                line.node(),
                line.incoming() ? 1 : 0,
                Store.millis(line.endedAt()),
                line.startedAt().map(Store::millis).orElse(null),
                line.faxId(),
                line.submissionId(),
                line.outcome().number(),
                line.device(),
                line.number(),
                line.calledNumber(),
                line.recipientName(),
                line.senderName(),
                line.subject(),
                line.csid(),
                line.tsid(),
                line.pages(),
                line.pagesDone(),
                line.size(),
                line.attempts(),
                line.bitsPerSecond(),
                line.connected().toMillis());
    }

    /**
     * Lines of a period, the oldest first.
     *
     * @param incoming only received faxes, or only others; both if empty
     * @param from     ended at this time or later
     * @param to       ended before this time
     */
    public Listing<ActivityLine> list(
            Optional<Boolean> incoming, Optional<Instant> from, Optional<Instant> to, Slice slice) {
        long[] after = slice.after().map(ActivityLog::cursor).orElse(new long[] {Long.MIN_VALUE, 0});
        List<ActivityLine> lines = store.read(handle -> handle.createQuery("select * from activity_line"
                        + " where (ended_at > :at or ended_at = :at and sequence > :sequence) and ended_at >= :from"
                        + " and ended_at < :to"
                        + incoming.map(is -> " and incoming = " + (is ? 1 : 0)).orElse("")
                        + " order by ended_at, sequence limit :limit")
                .bind("at", after[0])
                .bind("sequence", after[1])
                .bind("from", from.map(ActivityLog::millis).orElse(Long.MIN_VALUE))
                .bind("to", to.map(ActivityLog::millis).orElse(Long.MAX_VALUE))
                .bind("limit", slice.limit() + 1)
                .map((row, context) -> line(row))
                .list());
        boolean more = lines.size() > slice.limit();
        List<ActivityLine> wanted = more ? lines.subList(0, slice.limit()) : lines;
        return new Listing<>(
                wanted,
                more
                        ? Optional.of(
                                Long.toHexString(Store.millis(wanted.getLast().endedAt())) + "-"
                                        + wanted.getLast().sequence())
                        : Optional.empty());
    }

    /** Times that nothing here can have are as good as the nearest that it can. */
    private static long millis(Instant time) {
        Instant least = Instant.EPOCH;
        Instant most = Instant.parse("9999-12-31T00:00:00Z");
        return Store.millis(time.isBefore(least) ? least : time.isAfter(most) ? most : time);
    }

    private static long[] cursor(String text) {
        if (!text.matches("[0-9a-f]{1,15}-[0-9]{1,18}")) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The cursor \"" + text + "\" is none of ours.",
                    "Give the one of the answer before, or none to begin anew.");
        }
        String[] parts = text.split("-", 2);
        return new long[] {Long.parseLong(parts[0], 16), Long.parseLong(parts[1])};
    }

    private static ActivityLine line(ResultSet row) throws SQLException {
        long started = row.getLong("started_at");
        Optional<Instant> startedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(started));
        return new ActivityLine(
                row.getLong("sequence"),
                row.getString("node"),
                row.getInt("incoming") != 0,
                Instant.ofEpochMilli(row.getLong("ended_at")),
                startedAt,
                row.getString("fax_id"),
                row.getString("submission_id"),
                Outcome.ofNumber(row.getInt("outcome")),
                row.getString("device"),
                row.getString("number"),
                row.getString("called_number"),
                row.getString("recipient_name"),
                row.getString("sender_name"),
                row.getString("subject"),
                row.getString("csid"),
                row.getString("tsid"),
                row.getInt("pages"),
                row.getInt("pages_done"),
                row.getLong("size"),
                row.getInt("attempts"),
                row.getInt("bits_per_second"),
                Duration.ofMillis(row.getLong("connected_ms")));
    }

    /**
     * Refuses settings whose folder cannot be written.
     *
     * @throws Refusal of kind INVALID
     */
    public void check(LoggingSettings wanted) {
        ActivityFile.check(wanted.activityLogDirectory());
    }

    /** Where the files lie at present. */
    public Path directory() {
        return directory(settings.logging());
    }

    private Path directory(LoggingSettings wanted) {
        return wanted.activityLogDirectory().isEmpty()
                ? store.directory().resolve("activity")
                : Path.of(wanted.activityLogDirectory());
    }

    /**
     * Writes into this server's files what is not there yet.
     *
     * @return whether there may be more to do at once
     */
    public boolean round() {
        LoggingSettings wanted = settings.logging();
        boolean incoming = round(true, wanted.logIncoming(), wanted);
        boolean outgoing = round(false, wanted.logOutgoing(), wanted);
        return incoming || outgoing;
    }

    private boolean round(boolean incoming, boolean write, LoggingSettings wanted) {
        long cursor = store.read(handle -> cursor(handle, incoming));
        if (store.read(handle -> lines(handle, incoming, cursor, 1)).isEmpty()) {
            return false;
        }
        // Servers that share a folder must not write into one file.
        String name = (incoming ? "InboxLOG" : "OutboxLOG") + (store.isShared() ? "-" + store.node() : "");
        long from = cursor;
        if (write) {
            try {
                var file = new ActivityFile(directory(wanted), name, ActivityFile.LARGE);
                from = Math.max(cursor, file.open(cursor));
                long begin = from;
                List<ActivityLine> lines = store.read(handle -> lines(handle, incoming, begin, AT_ONCE));
                if (!lines.isEmpty()) {
                    file.append(lines);
                    from = lines.getLast().sequence();
                }
                lastComplaint = "";
            } catch (IOException cause) {
                if (!lastComplaint.equals(String.valueOf(cause.getMessage()))) {
                    lastComplaint = String.valueOf(cause.getMessage());
                    LOG.error("The activity log {} cannot be written; it is tried again.", name, cause);
                }
                return false;
            }
        } else {
            long begin = from;
            List<ActivityLine> lines = store.read(handle -> lines(handle, incoming, begin, AT_ONCE));
            from = lines.getLast().sequence();
        }
        long reached = from;
        store.write(handle -> handle.execute(
                "insert into activity_cursor (node, incoming, sequence) values (?, ?, ?) on conflict (node, incoming)"
                        + " do update set sequence = excluded.sequence",
                store.node(),
                incoming ? 1 : 0,
                reached));
        return !store.read(handle -> lines(handle, incoming, reached, 1)).isEmpty();
    }

    private long cursor(Handle handle, boolean incoming) {
        return handle.createQuery("select sequence from activity_cursor where node = ? and incoming = ?")
                .bind(0, store.node())
                .bind(1, incoming ? 1 : 0)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private List<ActivityLine> lines(Handle handle, boolean incoming, long after, int limit) {
        return handle.createQuery("select * from activity_line where node = ? and incoming = ? and sequence > ?"
                        + " order by sequence limit ?")
                .bind(0, store.node())
                .bind(1, incoming ? 1 : 0)
                .bind(2, after)
                .bind(3, limit)
                .map((row, context) -> line(row))
                .list();
    }
}
