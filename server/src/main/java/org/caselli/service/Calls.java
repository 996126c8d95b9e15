package org.caselli.service;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.call.DiaryLine;
import org.caselli.line.CallReport;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.IncomingJob;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of calls and their diaries. */
final class Calls {
    private static final String CALL =
            "select id, outgoing, device, peer, job_id, started_at, ended_at, outcome, diary from call ";

    private final Store store;
    private final String node;

    Calls(Store store, String node) {
        this.store = store;
        this.node = node;
    }

    void beginOutgoing(Handle handle, String id, String device, String number, String jobId, Instant at) {
        begin(handle, id, true, device, number, number, jobId, at);
    }

    void beginIncoming(Handle handle, String id, String device, String caller, String called, Instant at) {
        begin(handle, id, false, device, caller, called, null, at);
    }

    private void begin(
            Handle handle,
            String id,
            boolean outgoing,
            String device,
            String peer,
            String called,
            @Nullable String jobId,
            Instant at) {
        handle.execute(
                "insert into call (id, outgoing, node, device, peer, called_number, job_id, started_at, phase, far_id,"
                        + " bits_per_second, carrier, coding, error_correction, diary)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, '', '', 0, '', '', 0, '')",
                id,
                outgoing ? 1 : 0,
                node,
                device,
                peer,
                called,
                jobId,
                Store.millis(at));
    }

    void keepFacts(Handle handle, String id, CallFacts facts) {
        handle.execute(
                "update call set phase = ?, far_id = ?, bits_per_second = ?, carrier = ?, coding = ?, error_correction = ?"
                        + " where id = ?",
                facts.phase(),
                facts.farId(),
                facts.bitsPerSecond(),
                facts.carrier(),
                facts.coding(),
                facts.errorCorrection() ? 1 : 0,
                id);
    }

    /**
     * Ends a call as its line tells of it. Where it was given up before, its end stays, and what is known is added.
     *
     * @return whether it was open
     */
    boolean end(Handle handle, CallReport report, CallFacts facts) {
        keepFacts(handle, report.callId(), facts);
        handle.execute("update call set diary = ? where id = ?", text(report.diary()), report.callId());
        return endLost(handle, report.callId(), report.outcome(), report.ended());
    }

    /** Ends a call of which nobody will tell any more; whether it was open. */
    boolean endLost(Handle handle, String id, Outcome outcome, Instant at) {
        return handle.execute(
                        "update call set ended_at = ?, outcome = ? where id = ? and ended_at is null",
                        Store.millis(at),
                        outcome.number(),
                        id)
                == 1;
    }

    /** A call that has not ended. */
    record Open(String id, String node, boolean outgoing) {}

    /** Calls of all servers that have not ended: those on their lines, and those that a crash cut off. */
    List<Open> open() {
        return store.read(handle -> handle.createQuery(
                        "select id, node, outgoing from call where ended_at is null order by id")
                .map((row, context) ->
                        new Open(row.getString("id"), row.getString("node"), row.getInt("outgoing") != 0))
                .list());
    }

    boolean isOpen(Handle handle, String id) {
        return handle.createQuery("select count(*) from call where id = ? and ended_at is null")
                        .bind(0, id)
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }

    /** The fax that an ended call has brought. */
    ReceivedFax received(
            Handle handle, IncomingJob job, int pages, boolean complete, int damagedRows, Outcome outcome, long size) {
        return handle.createQuery("select c.peer, c.called_number, c.started_at, c.ended_at, c.phase, c.far_id,"
                        + " c.bits_per_second, c.carrier, c.coding, c.error_correction,"
                        + " coalesce(d.name, c.device) as device_name from call c left join device d on d.node = c.node"
                        + " and d.device_key = c.device where c.id = ?")
                .bind(0, job.callId())
                .map((row, context) -> new ReceivedFax(
                        job.id(),
                        job.callId(),
                        job.device(),
                        row.getString("device_name"),
                        job.stationId(),
                        row.getString("peer"),
                        row.getString("called_number"),
                        "",
                        "",
                        "",
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        Instant.ofEpochMilli(row.getLong("ended_at")),
                        pages,
                        complete,
                        damagedRows,
                        outcome,
                        job.retries(),
                        size,
                        CallFacts.of(row),
                        false))
                .one();
    }

    /**
     * Of an outgoing call that the account in {@code :whose} sees, or an incoming one where these are seen, or that brought
     * a fax of the account in {@code :own}.
     */
    private static String seen(Optional<String> whose, boolean incoming, Optional<String> own) {
        String brought = own.isEmpty()
                ? "1 = 0"
                : "outgoing = 0 and id in (select call_id from received_message where account = :own)";
        return " and (" + (incoming ? "outgoing = 0" : brought) + " or outgoing = 1"
                + (whose.isEmpty()
                        ? ""
                        : " and job_id in (select j.id from job j join submission s on s.id = j.submission_id"
                                + " where s.account = :whose)")
                + ") ";
    }

    /**
     * @param whose    only the outgoing ones of this account, if given
     * @param incoming whether those that came in are listed
     * @param own      if not, those are that brought a fax of this account
     */
    Listing<CallDiary> list(Slice slice, Optional<String> whose, boolean incoming, Optional<String> own) {
        Cursor cursor = Cursor.of(slice);
        return Cursor.listing(
                store.read(handle -> handle.createQuery(CALL
                                + "where (started_at < :at or started_at = :at and id < :id)"
                                + seen(whose, incoming, own)
                                + " order by started_at desc, id desc limit :limit")
                        .bindMap(accounts(whose, incoming ? Optional.empty() : own))
                        .bind("at", cursor.at())
                        .bind("id", cursor.id())
                        .bind("limit", slice.limit() + 1)
                        .map((row, context) -> new Cursor.Placed<>(call(row, false), Cursor.of(row, "started_at")))
                        .list()),
                slice);
    }

    /** A call, if it is among those that are seen, as in {@link #list}. */
    Optional<CallDiary> find(String id, Optional<String> whose, boolean incoming, Optional<String> own) {
        return store.read(handle -> handle.createQuery(CALL + "where id = :id" + seen(whose, incoming, own))
                .bindMap(accounts(whose, incoming ? Optional.empty() : own))
                .bind("id", id)
                .map((row, context) -> call(row, true))
                .findOne());
    }

    private static Map<String, String> accounts(Optional<String> whose, Optional<String> own) {
        var accounts = new HashMap<String, String>();
        whose.ifPresent(account -> accounts.put("whose", account));
        own.ifPresent(account -> accounts.put("own", account));
        return accounts;
    }

    private static CallDiary call(ResultSet row, boolean lines) throws SQLException {
        long ended = row.getLong("ended_at");
        boolean over = !row.wasNull();
        int outcome = row.getInt("outcome");
        return new CallDiary(
                row.getString("id"),
                row.getInt("outgoing") != 0,
                row.getString("device"),
                row.getString("peer"),
                Optional.ofNullable(row.getString("job_id")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                over ? Optional.of(Instant.ofEpochMilli(ended)) : Optional.empty(),
                over ? Optional.of(Outcome.ofNumber(outcome)) : Optional.empty(),
                lines ? lines(row.getString("diary")) : List.of());
    }

    /** One line a line: milliseconds, a blank, the text. */
    private static String text(List<DiaryLine> diary) {
        var text = new StringBuilder();
        for (DiaryLine line : diary) {
            text.append(Store.millis(line.at()))
                    .append(' ')
                    .append(line.text().replace('\n', ' '))
                    .append('\n');
        }
        return text.toString();
    }

    private static List<CallDiary.Line> lines(String text) {
        var lines = new ArrayList<CallDiary.Line>();
        text.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            lines.add(new CallDiary.Line(
                    Instant.ofEpochMilli(Long.parseLong(line.substring(0, blank))), line.substring(blank + 1)));
        });
        return lines;
    }
}
