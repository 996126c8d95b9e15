package org.caselli.service.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.Priority;
import org.caselli.service.Sender;

/** How rows become messages. */
final class Rows {
    private Rows() {}

    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** The name of the device; its key where that is not known, as of faxes from before it was kept. */
    static String deviceName(ResultSet row) throws SQLException {
        String name = row.getString("device_name");
        return name == null || name.isEmpty() ? row.getString("device") : name;
    }

    static ReceivedFax received(ResultSet row) throws SQLException {
        return new ReceivedFax(
                row.getString("id"),
                row.getString("call_id"),
                row.getString("device"),
                deviceName(row),
                row.getString("csid"),
                row.getString("caller_id"),
                row.getString("called_number"),
                row.getString("subject"),
                row.getString("sender_name"),
                row.getString("sender_number"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("ended_at")),
                row.getInt("pages"),
                row.getInt("complete") != 0,
                row.getInt("damaged_rows"),
                Outcome.ofNumber(row.getInt("outcome")),
                row.getInt("retries"),
                row.getLong("size"),
                CallFacts.of(row),
                row.getInt("seen") != 0,
                new ReceivedFax.Holding(
                        row.getString("account"),
                        Objects.requireNonNullElse(row.getString("owner"), ""),
                        row.getString("fax_id"),
                        row.getInt("has_cover") != 0,
                        Inboxes.split(row.getString("recipients"))));
    }

    static SentFax sent(ResultSet row) throws SQLException {
        return new SentFax(
                row.getString("id"),
                row.getString("submission_id"),
                row.getString("call_id"),
                row.getString("device"),
                deviceName(row),
                row.getString("number"),
                row.getString("recipient_name"),
                row.getString("subject"),
                row.getString("document_name"),
                row.getString("sender_name"),
                row.getString("sender_id"),
                row.getString("sender_number"),
                Sender.of(row.getString("sender")),
                row.getString("receipt_address"),
                row.getString("tsid"),
                Priority.ofRank(row.getInt("priority")),
                Instant.ofEpochMilli(row.getLong("submitted_at")),
                Instant.ofEpochMilli(row.getLong("scheduled_at")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("ended_at")),
                row.getInt("pages"),
                row.getInt("attempts"),
                row.getLong("size"),
                CallFacts.of(row),
                row.getString("cover_blob") != null,
                row.getInt("seen") != 0);
    }
}
