package org.caselli.objectmodel.faxcomex;

import java.io.OutputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.caselli.client.Incoming;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_TYPE_ENUM;
import org.caselli.faxcomex.FaxIncomingJob;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Copies;
import org.caselli.objectmodel.Faults;

/** A fax that comes in or is routed, as the server told of it last. */
final class IncomingJob implements FaxIncomingJob {
    private final Connection connection;
    private volatile Incoming.Job job;

    IncomingJob(Connection connection, Incoming.Job job) {
        this.connection = connection;
        this.job = job;
    }

    @Override
    public int getSize() {
        return (int) Math.min(job.size(), Integer.MAX_VALUE);
    }

    @Override
    public String getId() {
        return job.id();
    }

    @Override
    public int getCurrentPage() {
        return job.currentPage();
    }

    @Override
    public int getDeviceId() {
        return Objects.requireNonNullElse(job.deviceId(), 0);
    }

    @Override
    public Set<FAX_JOB_STATUS_ENUM> getStatus() {
        return JobFacts.status(job.status());
    }

    @Override
    public FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode() {
        return JobFacts.extended(job.extendedStatus());
    }

    @Override
    public int getExtendedStatusNumber() {
        return job.extendedStatus();
    }

    @Override
    public String getExtendedStatus() {
        return "";
    }

    @Override
    public Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations() {
        return JobFacts.operations(job.operations());
    }

    @Override
    public int getRetries() {
        return job.retries();
    }

    @Override
    public Optional<Instant> getTransmissionStart() {
        return Optional.of(job.startedAt());
    }

    @Override
    public Optional<Instant> getTransmissionEnd() {
        return Optional.ofNullable(job.receivedAt());
    }

    @Override
    public String getCSID() {
        return job.stationId();
    }

    @Override
    public String getTSID() {
        return job.farId();
    }

    @Override
    public String getCallerId() {
        return job.callerId();
    }

    @Override
    public String getRoutingInformation() {
        return job.routingInformation();
    }

    @Override
    public FAX_JOB_TYPE_ENUM getJobType() {
        return job.type().equals("receive") ? FAX_JOB_TYPE_ENUM.fjtRECEIVE : FAX_JOB_TYPE_ENUM.fjtROUTING;
    }

    @Override
    public void cancel() {
        connection.tell(FaxError.E_INVALIDARG, client -> client.incoming().cancel(job.id()));
    }

    @Override
    public void refresh() {
        job = in(connection, job.id(), false);
    }

    /**
     * What the queue has of this job; FAX_E_MESSAGE_NOT_FOUND if it has none.
     *
     * @param own as the queue of one's own account shows it
     */
    static Incoming.Job in(Connection connection, String id, boolean own) {
        return connection
                .ask(
                        FaxError.FAX_E_MESSAGE_NOT_FOUND,
                        client -> client.incoming().job(Faults.requireId(id), own))
                .job();
    }

    @Override
    public void copyTiff(String tiffPath) {
        Copies.toFile(connection, tiffPath, copy());
    }

    @Override
    public void copyTiff(OutputStream out) {
        Copies.toStream(connection, out, copy());
    }

    private Copies.Copy copy() {
        return (client, out) -> client.incoming().copyTiff(job.id(), out);
    }
}
