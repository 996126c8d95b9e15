package org.caselli.objectmodel.faxcomex;

import java.io.OutputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxRecipient;
import org.caselli.faxcomex.FaxSender;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Copies;
import org.caselli.objectmodel.Faults;

/** A job as the server told of it last. */
final class OutgoingJob implements FaxOutgoingJob {
    private final Connection connection;
    private volatile Api.Job job;

    OutgoingJob(Connection connection, Api.Job job) {
        this.connection = connection;
        this.job = job;
    }

    @Override
    public String getSubject() {
        return job.subject();
    }

    @Override
    public String getDocumentName() {
        return job.documentName();
    }

    @Override
    public int getPages() {
        return job.pages();
    }

    @Override
    public int getSize() {
        return (int) Math.min(job.size(), Integer.MAX_VALUE);
    }

    @Override
    public String getSubmissionId() {
        return job.submission();
    }

    @Override
    public String getId() {
        return job.id();
    }

    @Override
    public Instant getOriginalScheduledTime() {
        return job.scheduledAt();
    }

    @Override
    public Instant getSubmissionTime() {
        return job.submittedAt();
    }

    @Override
    public FAX_RECEIPT_TYPE_ENUM getReceiptType() {
        return job.receipt().type().equals("mail") ? FAX_RECEIPT_TYPE_ENUM.frtMAIL : FAX_RECEIPT_TYPE_ENUM.frtNONE;
    }

    @Override
    public FAX_PRIORITY_TYPE_ENUM getPriority() {
        return switch (job.priority()) {
            case "high" -> FAX_PRIORITY_TYPE_ENUM.fptHIGH;
            case "normal" -> FAX_PRIORITY_TYPE_ENUM.fptNORMAL;
            default -> FAX_PRIORITY_TYPE_ENUM.fptLOW;
        };
    }

    @Override
    public FaxSender getSender() {
        Api.Job now = job;
        return Sender.of(now.senderName(), now.senderId(), now.senderNumber(), now.sender());
    }

    @Override
    public FaxRecipient getRecipient() {
        Api.Job now = job;
        return new Recipient(now.number(), now.recipientName());
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
    public Instant getScheduledTime() {
        return job.dueAt();
    }

    @Override
    public Optional<Instant> getTransmissionStart() {
        return Optional.ofNullable(job.transmissionStartedAt());
    }

    @Override
    public Optional<Instant> getTransmissionEnd() {
        return Optional.ofNullable(job.transmissionEndedAt());
    }

    @Override
    public String getCSID() {
        return Objects.requireNonNullElse(job.csid(), "");
    }

    @Override
    public String getTSID() {
        return job.tsid();
    }

    @Override
    public boolean isGroupBroadcastReceipts() {
        return job.receipt().grouped();
    }

    @Override
    public boolean isHasCoverPage() {
        return job.hasCover();
    }

    @Override
    public String getReceiptAddress() {
        return job.receipt().address();
    }

    @Override
    public FAX_SCHEDULE_TYPE_ENUM getScheduleType() {
        return switch (job.schedule()) {
            case "at" -> FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME;
            case "discount" -> FAX_SCHEDULE_TYPE_ENUM.fstDISCOUNT_PERIOD;
            default -> FAX_SCHEDULE_TYPE_ENUM.fstNOW;
        };
    }

    /** What is done with a job; the answer is the job afterwards. */
    private interface Order {
        Api.Job give(CaselliClient client, String id);
    }

    private void tell(Order order) {
        job = connection.ask(FaxError.E_INVALIDARG, client -> order.give(client, job.id()));
    }

    @Override
    public void pause() {
        tell(CaselliClient::pause);
    }

    @Override
    public void resume() {
        tell(CaselliClient::resume);
    }

    @Override
    public void restart() {
        tell(CaselliClient::restart);
    }

    @Override
    public void cancel() {
        tell(CaselliClient::cancel);
    }

    @Override
    public void refresh() {
        job = in(connection, job.id());
    }

    /** What the queue has of this job; FAX_E_MESSAGE_NOT_FOUND if it has none. */
    static Api.Job in(Connection connection, String id) {
        return in(connection, id, false);
    }

    /** @param own only if it is of one's own account */
    static Api.Job in(Connection connection, String id, boolean own) {
        return connection.ask(client -> client.jobs(java.util.List.of(Faults.requireId(id)), false, own)).stream()
                .findFirst()
                .orElseThrow(() -> new FaxException(
                        FaxError.FAX_E_MESSAGE_NOT_FOUND,
                        "The outgoing queue has no job " + id + ".",
                        "Look for it in the archive, or with FindJob: a fax that was delivered or cancelled leaves the queue,"
                                + " and one of others may not be yours to see."));
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
        return (client, out) -> client.copyJobTiff(job.id(), out);
    }
}
