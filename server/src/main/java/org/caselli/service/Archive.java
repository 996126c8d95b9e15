package org.caselli.service;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/** The inbox and the sent archive: what the tables have, as the door shows it. */
final class Archive {
    private static final String SENT =
            "select f.id as id, j.submission_id, j.number, j.recipient_name, s.subject, s.sender_name, s.sender_id, a.device,"
                    + " a.call_id, s.submitted_at, a.started_at, f.ended_at, j.pages, j.attempts, a.phase, a.far_id,"
                    + " a.bits_per_second, a.carrier, a.coding, a.error_correction"
                    + " from sent_fax f join job j on j.id = f.id join attempt a on a.id = f.attempt_id"
                    + " join submission s on s.id = j.submission_id ";
    private static final String RECEIVED =
            "select f.id as id, f.call_id, f.pages, f.complete, f.damaged_rows, f.outcome, f.seen, c.device, c.peer,"
                    + " c.called_number, c.started_at, c.ended_at, c.phase, c.far_id, c.bits_per_second, c.carrier, c.coding,"
                    + " c.error_correction from received_fax f join call c on c.id = f.call_id ";

    private final Store store;
    private final EventLog events;

    Archive(Store store, EventLog events) {
        this.store = store;
        this.events = events;
    }

    Listing<SentFax> sent(Slice slice) {
        Cursor cursor = Cursor.of(slice);
        return Cursor.listing(
                store.read(handle -> handle.createQuery(SENT
                                + "where f.ended_at < :at or f.ended_at = :at and f.id < :id"
                                + " order by f.ended_at desc, f.id desc limit :limit")
                        .bind("at", cursor.at())
                        .bind("id", cursor.id())
                        .bind("limit", slice.limit() + 1)
                        .map((row, context) -> new Cursor.Placed<>(sentFax(row), Cursor.of(row, "ended_at")))
                        .list()),
                slice);
    }

    Optional<SentFax> sentFax(String id) {
        return store.read(handle -> handle.createQuery(SENT + "where f.id = ?")
                .bind(0, id)
                .map((row, context) -> sentFax(row))
                .findOne());
    }

    /** Whether there was such a fax. */
    boolean deleteSent(String id, Instant now) {
        return store.write(handle -> {
            boolean deleted = handle.execute("delete from sent_fax where id = ?", id) == 1;
            if (deleted) {
                events.append(handle, now, ServerEvent.Kind.SENT_FAX_REMOVED, id);
            }
            return deleted;
        });
    }

    private static SentFax sentFax(ResultSet row) throws SQLException {
        return new SentFax(
                row.getString("id"),
                row.getString("submission_id"),
                row.getString("number"),
                row.getString("recipient_name"),
                row.getString("subject"),
                row.getString("sender_name"),
                row.getString("sender_id"),
                row.getString("device"),
                row.getString("call_id"),
                Instant.ofEpochMilli(row.getLong("submitted_at")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("ended_at")),
                row.getInt("pages"),
                row.getInt("attempts"),
                CallFacts.of(row));
    }

    /** Puts a fax into the inbox, in the transaction that ends its call. */
    void addReceived(
            Handle handle,
            String id,
            String callId,
            int pages,
            boolean complete,
            int damagedRows,
            Outcome outcome,
            String tiffBlob,
            Instant now) {
        handle.execute(
                "insert into received_fax (id, call_id, pages, complete, damaged_rows, outcome, tiff_blob, seen)"
                        + " values (?, ?, ?, ?, ?, ?, ?, 0)",
                id,
                callId,
                pages,
                complete ? 1 : 0,
                damagedRows,
                outcome.number(),
                tiffBlob);
        events.append(
                handle,
                now,
                ServerEvent.Kind.RECEIVED_FAX_ADDED,
                id,
                "call",
                callId,
                "pages",
                pages,
                "outcome",
                outcome);
    }

    Listing<ReceivedFax> inbox(Slice slice) {
        return Cursor.listing(
                store.read(handle -> handle.createQuery(RECEIVED + "where f.id < :id order by f.id desc limit :limit")
                        .bind("id", slice.after().orElse("g"))
                        .bind("limit", slice.limit() + 1)
                        .map((row, context) -> receivedFax(row))
                        .list()),
                slice,
                ReceivedFax::id,
                fax -> fax);
    }

    Optional<ReceivedFax> receivedFax(String id) {
        return store.read(handle -> handle.createQuery(RECEIVED + "where f.id = ?")
                .bind(0, id)
                .map((row, context) -> receivedFax(row))
                .findOne());
    }

    Optional<String> receivedBlob(String id) {
        return store.read(handle -> handle.createQuery("select tiff_blob from received_fax where id = ?")
                .bind(0, id)
                .mapTo(String.class)
                .findOne());
    }

    void markRead(String id, boolean read, Instant now) {
        store.write(handle -> {
            if (handle.execute(
                            "update received_fax set seen = ? where id = ? and seen <> ?",
                            read ? 1 : 0,
                            id,
                            read ? 1 : 0)
                    == 1) {
                events.append(handle, now, ServerEvent.Kind.RECEIVED_FAX_CHANGED, id, "read", read);
            }
            return true;
        });
    }

    /** Whether there was such a fax. */
    boolean deleteReceived(String id, Instant now) {
        return store.write(handle -> {
            boolean deleted = handle.execute("delete from received_fax where id = ?", id) == 1;
            if (deleted) {
                events.append(handle, now, ServerEvent.Kind.RECEIVED_FAX_REMOVED, id);
            }
            return deleted;
        });
    }

    private static ReceivedFax receivedFax(ResultSet row) throws SQLException {
        return new ReceivedFax(
                row.getString("id"),
                row.getString("call_id"),
                row.getString("device"),
                row.getString("peer"),
                row.getString("called_number"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("ended_at")),
                row.getInt("pages"),
                row.getInt("complete") != 0,
                row.getInt("damaged_rows"),
                Outcome.ofNumber(row.getInt("outcome")),
                CallFacts.of(row),
                row.getInt("seen") != 0);
    }

    /** Whether any row refers to this blob. */
    boolean refersTo(String blob) {
        return store.read(
                handle -> handle.createQuery("select exists (select 1 from submission where pages_blob = :blob)"
                                + " or exists (select 1 from submission_file where file_blob = :blob)"
                                + " or exists (select 1 from document where file_blob = :blob)"
                                + " or exists (select 1 from document where pages_blob = :blob)"
                                + " or exists (select 1 from received_page where page_blob = :blob)"
                                + " or exists (select 1 from received_fax where tiff_blob = :blob)"
                                + " or exists (select 1 from incoming_job where tiff_blob = :blob)"
                                + " or exists (select 1 from routing_file where file_blob = :blob)")
                        .bind("blob", blob)
                        .mapTo(Boolean.class)
                        .one());
    }
}
