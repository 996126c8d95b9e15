package org.caselli.client;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The incoming queue of a server: faxes that are being received or routed, and those that could not be routed. */
public final class Incoming {
    private static final String JOBS = "/incoming/jobs";

    /**
     * A fax in the queue.
     *
     * @param jobNumber  1 or more, unique among the jobs of both queues; may stand for the id in every request
     * @param type       {@code receive} or {@code routing}
     * @param status     FAX_JOB_STATUS_ENUM
     * @param operations what can be done with it now: {@code view}, {@code restart}, {@code delete}
     * @param dueAt      when it is routed again; null if it is not
     */
    @Json
    public record Job(
            String id,
            int jobNumber,
            String call,
            String node,
            String device,
            @Nullable Integer deviceId,
            String callerId,
            String calledNumber,
            String routingInformation,
            String stationId,
            String farId,
            String state,
            String type,
            int status,
            int extendedStatus,
            List<String> operations,
            int retries,
            int pages,
            int currentPage,
            long size,
            boolean complete,
            int damagedRows,
            boolean archived,
            Api.@Nullable Outcome outcome,
            Instant startedAt,
            @Nullable Instant receivedAt,
            @Nullable Instant dueAt,
            @Nullable Instant givenUpAt,
            Api.Facts facts) {}

    @Json
    public record Jobs(List<Job> items, @Nullable String next) {}

    /**
     * A routing method of a job.
     *
     * @param state {@code pending}, {@code running}, {@code done}, {@code failed} or {@code given_up}
     */
    @Json
    public record Step(
            String method,
            int position,
            String name,
            String state,
            int tries,
            int lost,
            @Nullable String error,
            @Nullable Instant endedAt) {}

    @Json
    public record JobDetail(Job job, List<Step> methods) {}

    /** As many as the server gives at once. */
    private static final int PART = 1000;

    private final CaselliClient client;

    Incoming(CaselliClient client) {
        this.client = client;
    }

    /**
     * Jobs, newest first.
     *
     * @param states only jobs in one of these states; none for all
     * @param after  the {@code next} of the part before; null for the first part
     */
    public Jobs jobs(List<String> states, @Nullable String after, int limit) {
        return jobs(states, false, after, limit);
    }

    /**
     * The same.
     *
     * @param own as one's own folders show them: none, and no refusal, where one does not see what is nobody's
     */
    public Jobs jobs(List<String> states, boolean own, @Nullable String after, int limit) {
        var query = new StringBuilder(JOBS + CaselliClient.slice(after, limit) + (own ? "&account=me" : ""));
        states.forEach(state -> query.append("&state=").append(CaselliClient.escaped(state)));
        return client.get(query.toString(), Jobs.class);
    }

    /**
     * All jobs, newest first.
     *
     * @param own as in {@link #jobs(List, boolean, String, int)}
     */
    public List<Job> all(boolean own) {
        var all = new ArrayList<Job>();
        @Nullable String after = null;
        do {
            Jobs part = jobs(List.of(), own, after, PART);
            all.addAll(part.items());
            after = part.next();
        } while (after != null);
        return all;
    }

    public JobDetail job(String id) {
        return job(id, false);
    }

    /** @param own as in {@link #jobs(List, boolean, String, int)} */
    public JobDetail job(String id, boolean own) {
        return client.get(JOBS + "/" + CaselliClient.escaped(id) + Archives.folder(own), JobDetail.class);
    }

    /** Breaks off a reception, or deletes a job that waits. */
    public void cancel(String id) {
        client.delete(JOBS + "/" + CaselliClient.escaped(id));
    }

    /** Routes a fax again whose routing was given up. */
    public Job restart(String id) {
        return client.post(JOBS + "/" + CaselliClient.escaped(id) + "/restart", Job.class);
    }

    /** Its pages as a PDF file; of one that is being received, those that have come so far. */
    public byte[] pdf(String id) {
        return client.bytes(JOBS + "/" + CaselliClient.escaped(id) + "/pdf");
    }

    /** The same as a TIFF file. */
    public byte[] tiff(String id) {
        return client.bytes(JOBS + "/" + CaselliClient.escaped(id) + "/tiff");
    }

    /**
     * The same, without holding it in memory.
     *
     * @throws IOException if the stream cannot be written to
     */
    public void copyTiff(String id, OutputStream out) throws IOException {
        client.copy(JOBS + "/" + CaselliClient.escaped(id) + "/tiff", out);
    }
}
