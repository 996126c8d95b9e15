package org.caselli.objectmodel.faxcom;

import java.util.List;
import java.util.function.Function;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.client.Incoming;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxConstants;
import org.caselli.faxcom.FaxJob;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.jspecify.annotations.Nullable;

/** A job of either queue, as it was when it was listed or refreshed. */
final class Job implements FaxJob {
    /** @param operations what the server would do with it: {@code pause}, {@code resume}, {@code restart}, {@code delete} */
    private record Snapshot(
            int number,
            int type,
            int status,
            int extendedStatus,
            List<String> operations,
            boolean discount,
            String displayName,
            String faxNumber,
            int pages,
            String recipientName,
            String tsid,
            String account,
            String senderName,
            String senderCompany,
            String senderDept,
            String billingCode) {
        static Snapshot of(Api.Job job) {
            Api.Sender sender = job.sender();
            return new Snapshot(
                    job.jobNumber(),
                    FaxConstants.JT_SEND,
                    job.status(),
                    job.extendedStatus(),
                    job.operations(),
                    job.schedule().equals("discount"),
                    job.documentName(),
                    job.number(),
                    job.pages(),
                    job.recipientName(),
                    job.tsid(),
                    text(job.account()),
                    job.senderName(),
                    sender == null ? "" : text(sender.company()),
                    sender == null ? "" : text(sender.department()),
                    sender == null ? "" : text(sender.billingCode()));
        }

        static Snapshot of(Incoming.Job job) {
            return new Snapshot(
                    job.jobNumber(),
                    job.type().equals("routing") ? FaxConstants.JT_ROUTING : FaxConstants.JT_RECEIVE,
                    job.status(),
                    job.extendedStatus(),
                    job.operations(),
                    false,
                    "",
                    "",
                    0,
                    "",
                    job.farId(),
                    "",
                    "",
                    "",
                    "",
                    "");
        }

        private static String text(@Nullable String known) {
            return known == null ? "" : known;
        }
    }

    private final Connection connection;
    private final boolean incoming;
    private final String id;
    private volatile Snapshot snapshot;

    Job(Connection connection, Api.Job job) {
        this(connection, false, job.id(), Snapshot.of(job));
    }

    Job(Connection connection, Incoming.Job job) {
        this(connection, true, job.id(), Snapshot.of(job));
    }

    private Job(Connection connection, boolean incoming, String id, Snapshot snapshot) {
        this.connection = connection;
        this.incoming = incoming;
        this.id = id;
        this.snapshot = snapshot;
    }

    @Override
    public void refresh() {
        snapshot = ask(client -> {
            if (incoming) {
                return Snapshot.of(client.incoming().job(id).job());
            }
            Api.Job job = client.job(id).job();
            if (!job.inQueue()) {
                throw ended();
            }
            return Snapshot.of(job);
        });
    }

    /** Asks of a job that may have ended. The documents know one error for that, whichever queue it was in. */
    private <T> T ask(Function<CaselliClient, T> question) {
        try {
            return connection.ask(FaxError.FAX_E_MESSAGE_NOT_FOUND, question);
        } catch (FaxException refused) {
            throw refused.error() == FaxError.FAX_E_MESSAGE_NOT_FOUND ? ended() : refused;
        }
    }

    private FaxException ended() {
        return Faults.invalid(
                "Job " + getJobId() + " has ended, and is no longer in the queue.",
                "Look for the fax in the archives; get the jobs again to see those that there are.");
    }

    @Override
    public void setStatus(int command) {
        // What can be done with it is told by its state now, not by that of the snapshot, which stays as it is.
        var now = new Job(connection, incoming, id, snapshot);
        now.refresh();
        now.obey(command);
    }

    private void obey(int command) {
        switch (command) {
            case FaxConstants.JC_DELETE -> ask(client -> incoming ? canceled(client) : client.cancel(id));
            case FaxConstants.JC_PAUSE -> whileItWaits("pause", client -> client.pause(id));
            case FaxConstants.JC_RESUME -> {
                if (snapshot.operations().contains("restart")) {
                    ask(client -> incoming ? client.incoming().restart(id) : client.restart(id));
                } else {
                    whileItWaits("resume", client -> client.resume(id));
                }
            }
            default ->
                throw Faults.invalid(
                        "There is no job command " + command + ".",
                        "Give JC_DELETE (1), JC_PAUSE (2) or JC_RESUME (3), which also restarts.");
        }
    }

    private boolean canceled(CaselliClient client) {
        client.incoming().cancel(id);
        return true;
    }

    /** Only a fax that is to be sent ever waits by its own will. */
    private void whileItWaits(String operation, Function<CaselliClient, Api.Job> order) {
        if (incoming) {
            throw new FaxException(
                    FaxError.ERROR_INVALID_OPERATION,
                    "Job " + getJobId() + " comes in, so there is no " + operation + " for it.",
                    "Only a fax that waits to be sent can be paused and resumed.");
        }
        ask(order);
    }

    @Override
    public String getBillingCode() {
        return snapshot.billingCode();
    }

    @Override
    public String getDeviceStatus() {
        Snapshot job = snapshot;
        return JobTexts.device(job.type(), job.status(), job.extendedStatus());
    }

    @Override
    public boolean isDiscountSend() {
        return snapshot.discount();
    }

    @Override
    public String getDisplayName() {
        return snapshot.displayName();
    }

    @Override
    public String getFaxNumber() {
        return snapshot.faxNumber();
    }

    @Override
    public int getJobId() {
        return snapshot.number();
    }

    @Override
    public int getPageCount() {
        return snapshot.pages();
    }

    @Override
    public String getQueueStatus() {
        return JobTexts.queue(snapshot.status());
    }

    @Override
    public String getRecipientName() {
        return snapshot.recipientName();
    }

    @Override
    public String getSenderCompany() {
        return snapshot.senderCompany();
    }

    @Override
    public String getSenderDept() {
        return snapshot.senderDept();
    }

    @Override
    public String getSenderName() {
        return snapshot.senderName();
    }

    @Override
    public String getTsid() {
        return snapshot.tsid();
    }

    @Override
    public int getType() {
        return snapshot.type();
    }

    @Override
    public String getUserName() {
        return snapshot.account();
    }
}
