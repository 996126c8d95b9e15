package org.caselli.service.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.queue.CallFacts;
import org.caselli.queue.Priority;
import org.caselli.service.Sender;
import org.caselli.store.Blobs;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A delivered fax as it goes into the archive: all that its job, its attempts and its submission say of it.
 *
 * @param pagesBlob    its pages without header lines; empty if there are none but the cover page
 * @param coverBlob    its cover page, if it has one
 * @param headerSender as it stands in the header line
 * @param zone         of the header line's time
 * @param headerTimes  see {@code sent_message.header_times}
 */
record Delivery(
        SentFax fax,
        String pagesBlob,
        Optional<String> coverBlob,
        String headerSender,
        String zone,
        String headerTimes) {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** An attempt that got pages through; 0 as its beginning if it had no header line. */
    private record Pass(int first, int last, long startedAt) {}

    /** Reads it in the transaction that ends the job. */
    static Delivery of(Handle handle, Blobs blobs, String jobId, Instant endedAt) {
        List<Pass> passes = handle.createQuery(
                        "select first_page, pages_confirmed, case when header_sender is null then 0"
                                + " else started_at end as header_time from attempt"
                                + " where job_id = ? and pages_confirmed >= first_page order by fence desc")
                .bind(0, jobId)
                .map((row, context) ->
                        new Pass(row.getInt("first_page"), row.getInt("pages_confirmed"), row.getLong("header_time")))
                .list();
        return handle.createQuery("select j.id as id, j.submission_id, j.number, j.recipient_name, j.priority, j.pages,"
                        + " j.attempts, j.scheduled_at, s.submitted_at, s.subject, s.document_name, s.sender_name,"
                        + " s.sender_id, s.sender_number, s.zone, s.pages_blob, j.cover_blob,"
                        + " s.pages_size + j.cover_size as size,"
                        + " (select name from submission_file f where f.submission_id = s.id and f.position = 0) as file_name,"
                        + " a.device, d.name as device_name, s.sender, s.receipt_address, a.call_id, a.started_at, a.tsid, a.header_sender, a.phase, a.far_id,"
                        + " a.bits_per_second, a.carrier, a.coding, a.error_correction"
                        + " from job j join submission s on s.id = j.submission_id join attempt a on a.job_id = j.id"
                        + " and a.fence = j.fence left join device d on d.node = a.node and d.device_key = a.device"
                        + " where j.id = ?")
                .bind(0, jobId)
                .map((row, context) -> delivery(row, blobs, passes, endedAt))
                .one();
    }

    private static Delivery delivery(ResultSet row, Blobs blobs, List<Pass> passes, Instant endedAt)
            throws SQLException {
        int pages = row.getInt("pages");
        String blob = row.getString("pages_blob");
        long size = row.getLong("size");
        String document =
                row.getString("document_name").isEmpty() ? text(row, "file_name") : row.getString("document_name");
        boolean branded = row.getString("header_sender") != null;
        return new Delivery(
                new SentFax(
                        row.getString("id"),
                        row.getString("submission_id"),
                        row.getString("call_id"),
                        row.getString("device"),
                        Rows.deviceName(row),
                        row.getString("number"),
                        row.getString("recipient_name"),
                        row.getString("subject"),
                        document,
                        row.getString("sender_name"),
                        row.getString("sender_id"),
                        row.getString("sender_number"),
                        Sender.of(row.getString("sender")),
                        row.getString("receipt_address"),
                        row.getString("tsid").isEmpty() ? row.getString("sender_id") : row.getString("tsid"),
                        Priority.ofRank(row.getInt("priority")),
                        Instant.ofEpochMilli(row.getLong("submitted_at")),
                        Instant.ofEpochMilli(row.getLong("scheduled_at")),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        endedAt,
                        pages,
                        row.getInt("attempts"),
                        size > 0 ? size : size(blobs, blob),
                        CallFacts.of(row),
                        row.getString("cover_blob") != null,
                        true), // the documented default: what one has sent oneself, one knows
                blob,
                Optional.ofNullable(row.getString("cover_blob")),
                text(row, "header_sender"),
                row.getString("zone"),
                times(passes, pages, branded ? row.getLong("started_at") : 0));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    /** From which page on the header line has which time: that of the last attempt that got the page through. */
    private static String times(List<Pass> newestFirst, int pages, long otherwise) {
        var times = new ArrayList<String>();
        long before = -1;
        for (int page = 1; page <= pages; page++) {
            long time = otherwise;
            for (Pass pass : newestFirst) {
                if (pass.first() <= page && page <= pass.last()) {
                    time = pass.startedAt();
                    break;
                }
            }
            if (time != before) {
                times.add(page + ":" + time);
                before = time;
            }
        }
        return String.join(" ", times);
    }

    /** The size of a blob; 0 if it is not there, for then nothing of it takes up room. */
    static long size(Blobs blobs, String name) {
        try {
            return name.isEmpty() ? 0 : Files.size(blobs.path(name));
        } catch (IOException cause) {
            LOG.warn("The size of the stored file {} cannot be read.", name, cause);
            return 0;
        }
    }
}
