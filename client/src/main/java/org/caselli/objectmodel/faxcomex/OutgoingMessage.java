package org.caselli.objectmodel.faxcomex;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.caselli.client.Archives;
import org.caselli.client.Archives.SentFax;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxRecipient;
import org.caselli.faxcomex.FaxSender;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Copies;
import org.caselli.objectmodel.Faults;

/** A delivered fax, as it was when it was asked for. */
final class OutgoingMessage extends Message implements FaxOutgoingMessage {
    /** @param read as it was set here */
    private record State(SentFax fax, boolean read) {}

    private volatile State state;

    OutgoingMessage(Connection connection, SentFax fax) {
        super(connection);
        this.state = new State(fax, fax.read());
    }

    /**
     * The one of this id.
     *
     * @param own only if one has sent it oneself
     */
    static OutgoingMessage find(Connection connection, String id, boolean own) {
        return new OutgoingMessage(connection, read(connection, id, own));
    }

    private static SentFax read(Connection connection, String id, boolean own) {
        return connection.ask(
                FaxError.FAX_E_MESSAGE_NOT_FOUND, client -> client.archives().sentFax(Faults.requireId(id), own));
    }

    private SentFax fax() {
        return state.fax();
    }

    private synchronized void show(SentFax fax) {
        state = new State(fax, fax.read());
    }

    @Override
    public String getSubmissionId() {
        return fax().submission();
    }

    @Override
    public String getId() {
        return fax().id();
    }

    @Override
    public String getSubject() {
        return fax().subject();
    }

    @Override
    public String getDocumentName() {
        return fax().documentName();
    }

    @Override
    public int getRetries() {
        return fax().retries();
    }

    @Override
    public int getPages() {
        return fax().pages();
    }

    @Override
    public int getSize() {
        Long size = fax().size();
        return size == null ? 0 : (int) Math.min(size, Integer.MAX_VALUE);
    }

    @Override
    public Instant getOriginalScheduledTime() {
        return fax().scheduledAt();
    }

    @Override
    public Instant getSubmissionTime() {
        return fax().submittedAt();
    }

    @Override
    public FAX_PRIORITY_TYPE_ENUM getPriority() {
        return FAX_PRIORITY_TYPE_ENUM.valueOf("fpt" + fax().priority().toUpperCase(Locale.ROOT));
    }

    @Override
    public FaxSender getSender() {
        SentFax fax = fax();
        return Sender.of(fax.senderName(), fax.senderId(), fax.senderNumber(), fax.sender());
    }

    @Override
    public FaxRecipient getRecipient() {
        return new Recipient(fax().number(), fax().recipientName());
    }

    @Override
    public String getDeviceName() {
        return fax().deviceName();
    }

    @Override
    public Instant getTransmissionStart() {
        return fax().startedAt();
    }

    @Override
    public Instant getTransmissionEnd() {
        return fax().endedAt();
    }

    @Override
    public String getCSID() {
        return fax().facts().farId();
    }

    @Override
    public String getTSID() {
        return fax().tsid();
    }

    @Override
    Copies.Copy copy(Archives.Format format) {
        return (client, out) -> client.archives().copySent(getId(), format, out);
    }

    @Override
    public void delete() {
        connection.tell(
                FaxError.FAX_E_MESSAGE_NOT_FOUND, client -> client.archives().deleteSent(getId()));
    }

    @Override
    public boolean isHasCoverPage() {
        return fax().hasCoverPage();
    }

    @Override
    public FAX_RECEIPT_TYPE_ENUM getReceiptType() {
        return "mail".equals(fax().receiptType()) ? FAX_RECEIPT_TYPE_ENUM.frtMAIL : FAX_RECEIPT_TYPE_ENUM.frtNONE;
    }

    @Override
    public String getReceiptAddress() {
        return Objects.requireNonNullElse(fax().receiptAddress(), "");
    }

    @Override
    public boolean isRead() {
        return state.read();
    }

    @Override
    public synchronized void setRead(boolean value) {
        state = new State(state.fax(), value);
    }

    @Override
    public synchronized void save() {
        State now = state;
        show(connection.ask(
                FaxError.FAX_E_MESSAGE_NOT_FOUND,
                client -> client.archives().markSent(now.fax().id(), now.read())));
    }

    @Override
    public void refresh() {
        show(read(connection, getId(), false));
    }
}
