package org.caselli.service.receipt;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.caselli.outcome.Outcome;
import org.caselli.queue.JobState;
import org.jdbi.v3.core.Handle;

/**
 * What a receipt tells, as it was when the fax had come to its end: whatever becomes of jobs and settings later, a receipt
 * that is sent again tells the same. Kept as JSON; times are milliseconds since 1970, 0 for none.
 *
 * @param pages        of the one fax; if there are several, of the longest
 * @param covers       whether each of several recipients had a cover page of his own
 * @param headerSender as it stands in the header lines of the one fax; empty if they differ or there are none
 * @param passes       the attempts at the one fax that got pages through, the newest first
 */
@Json
public record Story(
        String submission,
        boolean grouped,
        String subject,
        String documentName,
        String senderName,
        String senderNumber,
        String zone,
        long submittedAt,
        int pages,
        boolean covers,
        boolean branded,
        String headerSender,
        List<Pass> passes,
        List<Part> parts) {
    /** An attempt that got pages through, with the time in their header lines. */
    @Json
    public record Pass(int first, int last, long startedAt) {}

    /**
     * What became of one recipient.
     *
     * @param pages   of his fax, its cover page included; 0 if that was not kept
     * @param outcome number of the {@link Outcome}; 0 if there is none
     * @param ourId   our identity as we told it
     * @param farId   the other machine's identity; empty if it told none
     * @param line    by name
     * @param startedAt of the last attempt
     */
    @Json
    public record Part(
            String job,
            String number,
            String name,
            String state,
            int outcome,
            int pages,
            int pagesConfirmed,
            int attempts,
            String ourId,
            String farId,
            String line,
            long startedAt,
            long endedAt,
            long callEndedAt) {
        boolean delivered() {
            return state.equals(JobState.COMPLETED.name());
        }

        boolean canceled() {
            return state.equals(JobState.CANCELED.name());
        }

        boolean inDoubt() {
            return outcome == Outcome.POSSIBLY_DELIVERED.number();
        }

        Outcome ending() {
            return outcome == 0 ? delivered() ? Outcome.DELIVERED : Outcome.CANCELED : Outcome.ofNumber(outcome);
        }
    }

    private static final JsonType<Story> JSON = Jsonb.instance().type(Story.class);

    public Story {
        passes = List.copyOf(passes);
        parts = List.copyOf(parts);
    }

    String kept() {
        return JSON.toJson(this);
    }

    static Story of(String kept) {
        return JSON.fromJson(kept);
    }

    /** The pages of one recipient's fax. */
    int pages(Part part) {
        return part.pages() == 0 ? pages : part.pages();
    }

    long deliveredParts() {
        return parts.stream().filter(Part::delivered).count();
    }

    boolean delivered() {
        return deliveredParts() == parts.size();
    }

    /** Reads it in the transaction in which the job, or the last one of the submission, comes to its end. */
    static Story read(Handle handle, String submission, String job, boolean grouped) {
        var parts = new ArrayList<Part>();
        var passes = new ArrayList<Pass>();
        var header = new ArrayList<String>();
        var covers = new ArrayList<String>();
        String which = grouped ? "j.submission_id = ?" : "j.id = ?";
        handle.createQuery(
                        "select j.id, j.number, j.recipient_name, j.state, j.outcome, j.pages, j.cover_blob, j.pages_confirmed, j.attempts,"
                                + " j.tsid, j.ended_at, s.sender_id, a.far_id, a.started_at, a.ended_at as call_ended_at, a.device,"
                                + " a.header_sender, d.name as device_name from job j join submission s on s.id = j.submission_id"
                                + " left join attempt a on a.job_id = j.id and a.fence = j.fence"
                                + " left join device d on d.node = a.node and d.device_key = a.device"
                                + " where " + which + " order by j.position")
                .bind(0, grouped ? submission : job)
                .map((row, context) -> {
                    parts.add(part(row));
                    header.add(row.getString("header_sender"));
                    covers.add(row.getString("cover_blob"));
                    return true;
                })
                .list();
        boolean single = parts.size() == 1;
        if (single) {
            handle.createQuery("select first_page, pages_confirmed, started_at from attempt where job_id = ?"
                            + " and pages_confirmed >= first_page order by fence desc")
                    .bind(0, parts.getFirst().job())
                    .map((row, context) -> passes.add(new Pass(
                            row.getInt("first_page"), row.getInt("pages_confirmed"), row.getLong("started_at"))))
                    .list();
        }
        String sender = single ? header.getFirst() : null;
        return handle.createQuery("select subject, document_name, sender_name, sender_number, zone, submitted_at, pages"
                        + " from submission where id = ?")
                .bind(0, submission)
                .map((row, context) -> new Story(
                        submission,
                        grouped,
                        row.getString("subject"),
                        row.getString("document_name"),
                        row.getString("sender_name"),
                        row.getString("sender_number"),
                        row.getString("zone"),
                        row.getLong("submitted_at"),
                        single ? parts.getFirst().pages() : row.getInt("pages"),
                        !single && covers.stream().anyMatch(Objects::nonNull),
                        sender != null,
                        sender == null ? "" : sender,
                        passes,
                        parts))
                .one();
    }

    private static Part part(ResultSet row) throws SQLException {
        String tsid = row.getString("tsid");
        String device = text(row, "device_name");
        return new Part(
                row.getString("id"),
                row.getString("number"),
                row.getString("recipient_name"),
                row.getString("state"),
                row.getInt("outcome"),
                row.getInt("pages"),
                row.getInt("pages_confirmed"),
                row.getInt("attempts"),
                tsid.isEmpty() ? row.getString("sender_id") : tsid,
                text(row, "far_id"),
                device.isEmpty() ? text(row, "device") : device,
                row.getLong("started_at"),
                row.getLong("ended_at"),
                row.getLong("call_ended_at"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    /** When the attempt began that got a page through, or else the last one. */
    Instant headerTime(int page) {
        return Instant.ofEpochMilli(passes.stream()
                .filter(pass -> pass.first() <= page && page <= pass.last())
                .findFirst()
                .map(Pass::startedAt)
                .orElse(parts.getFirst().startedAt()));
    }
}
