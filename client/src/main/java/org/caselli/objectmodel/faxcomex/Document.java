package org.caselli.objectmodel.faxcomex;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.caselli.client.Api;
import org.caselli.client.CaselliException;
import org.caselli.client.Content;
import org.caselli.fax.FaxBodyException;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_COVERPAGE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxRecipient;
import org.caselli.faxcomex.FaxRecipients;
import org.caselli.faxcomex.FaxSender;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Handover;
import org.caselli.objectmodel.PersonalCoverPage;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

/**
 * A fax that is being written. It has no server until it is submitted, and then only for that moment. All its files go to the
 * server in one request, so that it is accepted as a whole or not at all, and nothing is left behind.
 */
public final class Document implements FaxDocument {
    private final Sender sender = new Sender();
    private final Recipients recipients = new Recipients();
    private @Nullable Body body;
    private List<Body> bodies = List.of();
    private String coverPage = "";
    private String subject = "";
    private String note = "";
    private @Nullable Instant scheduleTime;
    private String receiptAddress = "";
    private String documentName = "";
    private int callHandle;
    private FAX_COVERPAGE_TYPE_ENUM coverPageType = FAX_COVERPAGE_TYPE_ENUM.fcptNONE;
    private FAX_SCHEDULE_TYPE_ENUM scheduleType = FAX_SCHEDULE_TYPE_ENUM.fstNOW;
    private FAX_RECEIPT_TYPE_ENUM receiptType = FAX_RECEIPT_TYPE_ENUM.frtNONE;
    private boolean groupBroadcastReceipts;
    private FAX_PRIORITY_TYPE_ENUM priority = FAX_PRIORITY_TYPE_ENUM.fptLOW;
    private @Nullable Object tapiConnection;
    private boolean attachFaxToReceipt;
    private String submissionId = "";
    private final Handover handover = new Handover();

    @Override
    public synchronized String getBody() {
        Body present = body;
        return present == null ? "" : present.path();
    }

    @Override
    public synchronized void setBody(@Nullable String value) {
        body = value == null || value.isEmpty() ? null : new Body(value, null);
    }

    @Override
    public void setBody(InputStream content, String fileName) {
        Body read = Body.of(content, fileName);
        synchronized (this) {
            body = read;
        }
    }

    @Override
    public synchronized String[] getBodies() {
        return bodies.stream().map(Body::path).toArray(String[]::new);
    }

    /** Takes the one text of the documents, with semicolons, and the many of their sample. */
    @Override
    public synchronized void setBodies(String @Nullable ... value) {
        String[] paths = value == null ? new String[0] : value.length == 1 ? value[0].split(";", -1) : value;
        bodies = Arrays.stream(paths)
                .filter(path -> path != null && !path.isBlank())
                .map(path -> new Body(path, null))
                .toList();
    }

    @Override
    public synchronized void addBody(@Nullable String path) {
        if (path == null || path.isBlank()) {
            throw Faults.invalid("The body has no path.", "Give the path of a file.");
        }
        add(new Body(path, null));
    }

    @Override
    public void addBody(InputStream content, String fileName) {
        add(Body.of(content, fileName));
    }

    private synchronized void add(Body one) {
        var more = new ArrayList<>(bodies);
        more.add(one);
        bodies = List.copyOf(more);
    }

    @Override
    public FaxSender getSender() {
        return sender;
    }

    @Override
    public FaxRecipients getRecipients() {
        return recipients;
    }

    @Override
    public synchronized String getCoverPage() {
        return coverPage;
    }

    @Override
    public synchronized void setCoverPage(@Nullable String value) {
        coverPage = Objects.requireNonNullElse(value, "");
    }

    @Override
    public synchronized String getSubject() {
        return subject;
    }

    @Override
    public synchronized void setSubject(@Nullable String value) {
        subject = Objects.requireNonNullElse(value, "");
    }

    @Override
    public synchronized String getNote() {
        return note;
    }

    @Override
    public synchronized void setNote(@Nullable String value) {
        note = Objects.requireNonNullElse(value, "");
    }

    @Override
    public synchronized Optional<Instant> getScheduleTime() {
        return Optional.ofNullable(scheduleTime);
    }

    @Override
    public synchronized void setScheduleTime(@Nullable Instant value) {
        scheduleTime = value;
    }

    @Override
    public synchronized String getReceiptAddress() {
        return receiptAddress;
    }

    @Override
    public synchronized void setReceiptAddress(@Nullable String value) {
        receiptAddress = Objects.requireNonNullElse(value, "");
    }

    @Override
    public synchronized String getDocumentName() {
        return documentName;
    }

    @Override
    public synchronized void setDocumentName(@Nullable String value) {
        documentName = Objects.requireNonNullElse(value, "");
    }

    @Override
    public synchronized int getCallHandle() {
        return callHandle;
    }

    @Override
    public synchronized void setCallHandle(int value) {
        callHandle = value;
    }

    @Override
    public synchronized FAX_COVERPAGE_TYPE_ENUM getCoverPageType() {
        return coverPageType;
    }

    @Override
    public synchronized void setCoverPageType(@Nullable FAX_COVERPAGE_TYPE_ENUM value) {
        coverPageType = Words.given(value);
    }

    @Override
    public synchronized FAX_SCHEDULE_TYPE_ENUM getScheduleType() {
        return scheduleType;
    }

    @Override
    public synchronized void setScheduleType(@Nullable FAX_SCHEDULE_TYPE_ENUM value) {
        scheduleType = Words.given(value);
    }

    @Override
    public synchronized FAX_RECEIPT_TYPE_ENUM getReceiptType() {
        return receiptType;
    }

    @Override
    public synchronized void setReceiptType(@Nullable FAX_RECEIPT_TYPE_ENUM value) {
        receiptType = Words.given(value);
    }

    @Override
    public synchronized boolean isGroupBroadcastReceipts() {
        return groupBroadcastReceipts;
    }

    @Override
    public synchronized void setGroupBroadcastReceipts(boolean value) {
        groupBroadcastReceipts = value;
    }

    @Override
    public synchronized FAX_PRIORITY_TYPE_ENUM getPriority() {
        return priority;
    }

    @Override
    public synchronized void setPriority(@Nullable FAX_PRIORITY_TYPE_ENUM value) {
        priority = Words.given(value);
    }

    @Override
    @SuppressWarnings("NullAway") // what was never set is null, as the original's Nothing
    public synchronized Object getTapiConnection() {
        return tapiConnection;
    }

    @Override
    public synchronized void setTapiConnection(@Nullable Object value) {
        tapiConnection = value;
    }

    @Override
    public synchronized boolean isAttachFaxToReceipt() {
        return attachFaxToReceipt;
    }

    @Override
    public synchronized void setAttachFaxToReceipt(boolean value) {
        attachFaxToReceipt = value;
    }

    @Override
    public synchronized String getSubmissionId() {
        return submissionId;
    }

    @Override
    public String getIdempotencyKey() {
        return handover.key();
    }

    @Override
    public void setIdempotencyKey(@Nullable String key) {
        handover.setKey(Objects.requireNonNullElse(key, ""));
    }

    @Override
    public String[] submit(@Nullable String faxServerName) {
        onlyBody();
        return to(faxServerName);
    }

    @Override
    public String[] connectedSubmit(FaxServer server) {
        onlyBody();
        return through(connection(server));
    }

    @Override
    public String[] submit2(@Nullable String faxServerName) {
        onlyBodies();
        return to(faxServerName);
    }

    @Override
    public String[] connectedSubmit2(FaxServer server) {
        onlyBodies();
        return through(connection(server));
    }

    private static Connection connection(@Nullable FaxServer server) {
        if (server instanceof Server ours) {
            return ours.connection();
        }
        throw Faults.invalid(
                server == null ? "There is no server." : "The server is none that this document knows.",
                "Give one that FaxServer.create() made, connected.");
    }

    private synchronized void onlyBody() {
        if (!bodies.isEmpty()) {
            throw Faults.invalid(
                    body == null ? "The fax has its files in Bodies." : "The fax has Body and Bodies.",
                    "Body goes with Submit and ConnectedSubmit, Bodies with Submit2 and ConnectedSubmit2; the other one is"
                            + " empty.");
        }
    }

    private synchronized void onlyBodies() {
        if (body != null) {
            throw Faults.invalid(
                    bodies.isEmpty() ? "The fax has its file in Body." : "The fax has Body and Bodies.",
                    "Bodies goes with Submit2 and ConnectedSubmit2, Body with Submit and ConnectedSubmit; the other one is"
                            + " empty.");
        }
    }

    private String[] to(@Nullable String serverName) {
        try (Connection once = Connection.open(Objects.requireNonNullElse(serverName, ""))) {
            return through(once);
        }
    }

    private String[] through(Connection connection) {
        List<Body> files;
        Api.NewSubmission request;
        synchronized (this) {
            Body single = body;
            files = single == null ? bodies : List.of(single);
            request = request();
        }
        var contents = new ArrayList<Content>();
        var states = new ArrayList<String>();
        for (int i = 0; i < files.size(); i++) {
            try {
                Body.Read read = files.get(i).read();
                contents.add(read.content());
                states.add(read.state());
            } catch (FaxException refused) {
                throw atFault(i, refused);
            }
        }
        try {
            Api.Submission accepted = handover.submit(connection, request, contents, states);
            synchronized (this) {
                submissionId = accepted.id();
            }
            return accepted.jobs().toArray(String[]::new);
        } catch (FaxException refused) {
            if (refused.getCause() instanceof CaselliException cause
                    && cause.file().isPresent()) {
                throw atFault(cause.file().getAsInt(), refused);
            }
            throw refused;
        }
    }

    private static FaxBodyException atFault(int index, FaxException refused) {
        return new FaxBodyException(refused.error(), index, refused.sentence(), refused.remedy(), refused);
    }

    private Api.NewSubmission request() {
        boolean covered = coverPageType != FAX_COVERPAGE_TYPE_ENUM.fcptNONE;
        PersonalCoverPage personal =
                coverPageType == FAX_COVERPAGE_TYPE_ENUM.fcptLOCAL ? PersonalCoverPage.of(coverPage) : null;
        return new Api.NewSubmission(
                recipients.all().stream().map(Document::recipient).toList(),
                null,
                null,
                Words.word(priority),
                schedule(scheduleType),
                scheduleType == FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME
                        ? Objects.requireNonNullElse(scheduleTime, Instant.EPOCH)
                        : null,
                subject,
                documentName,
                sender.told("Name"),
                sender.told("TSID"),
                sender.told("FaxNumber"),
                sender.more(),
                "", // no profile of the server: the sender is who this document says, as documented (0180)
                !covered ? null : personal != null ? personal.name() : coverPage,
                !covered ? null : personal != null ? "local" : "server",
                personal != null ? personal.text() : null,
                covered ? note : null,
                receipt(),
                null);
    }

    private static Api.NewRecipient recipient(FaxRecipient one) {
        return Api.NewRecipient.of(one.getFaxNumber(), one.getName());
    }

    private static String schedule(FAX_SCHEDULE_TYPE_ENUM type) {
        return switch (type) {
            case fstNOW -> "now";
            case fstSPECIFIC_TIME -> "at";
            case fstDISCOUNT_PERIOD -> "discount";
        };
    }

    private Api.@Nullable NewReceipt receipt() {
        return switch (receiptType) {
            case frtNONE -> null;
            case frtMAIL -> new Api.NewReceipt("mail", receiptAddress, groupBroadcastReceipts, attachFaxToReceipt);
            case frtMSGBOX ->
                throw new FaxException(
                        FaxError.ERROR_UNSUPPORTED_TYPE,
                        "A receipt is to pop up on a screen, which a server can do nowhere.",
                        "Ask for a receipt by mail, or listen to the server's events.");
        };
    }
}
