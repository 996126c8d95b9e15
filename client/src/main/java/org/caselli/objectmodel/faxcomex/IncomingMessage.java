package org.caselli.objectmodel.faxcomex;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.caselli.client.Archives;
import org.caselli.client.Archives.Assignment;
import org.caselli.client.Archives.ReceivedFax;
import org.caselli.client.Archives.ReceivedFaxChange;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxConstants;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Copies;
import org.caselli.objectmodel.Faults;
import org.jspecify.annotations.Nullable;

/** A received fax, as it was when it was asked for. */
final class IncomingMessage extends Message implements FaxIncomingMessage {
    private static final String SEPARATOR = Character.toString(FaxConstants.wcharREASSIGN_RECIPIENTS_DELIMITER);

    /** One page of the documents has a colon, which is in no name. */
    private static final String SEPARATORS = "[" + SEPARATOR + ":]";

    /** What may be edited. */
    private record Edits(
            String subject,
            String senderName,
            String senderNumber,
            boolean hasCoverPage,
            List<String> recipients,
            boolean read) {
        static Edits of(ReceivedFax fax) {
            return new Edits(
                    fax.subject(),
                    fax.senderName(),
                    fax.senderNumber(),
                    fax.hasCoverPage(),
                    fax.recipients(),
                    fax.read());
        }

        Edits marked(boolean asRead) {
            return new Edits(subject, senderName, senderNumber, hasCoverPage, recipients, asRead);
        }
    }

    private record State(ReceivedFax fax, Edits now) {}

    private volatile State state;

    IncomingMessage(Connection connection, ReceivedFax fax) {
        super(connection);
        this.state = new State(fax, Edits.of(fax));
    }

    /**
     * The one of this id.
     *
     * @param own only if it is in one's own folders
     */
    static IncomingMessage find(Connection connection, String id, boolean own) {
        return new IncomingMessage(connection, read(connection, id, own));
    }

    private static ReceivedFax read(Connection connection, String id, boolean own) {
        return connection.ask(
                FaxError.FAX_E_MESSAGE_NOT_FOUND, client -> client.archives().receivedFax(Faults.requireId(id), own));
    }

    private ReceivedFax fax() {
        return state.fax();
    }

    private synchronized void edit(UnaryOperator<Edits> edit) {
        state = new State(state.fax(), edit.apply(state.now()));
    }

    private synchronized void show(ReceivedFax fax) {
        state = new State(fax, Edits.of(fax));
    }

    @Override
    public String getId() {
        return fax().id();
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
    public String getDeviceName() {
        return fax().deviceName();
    }

    @Override
    public int getRetries() {
        return fax().retries();
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
        return fax().csid();
    }

    @Override
    public String getTSID() {
        return fax().facts().farId();
    }

    @Override
    public String getCallerId() {
        return fax().callerId();
    }

    @Override
    public String getRoutingInformation() {
        return fax().calledNumber();
    }

    @Override
    Copies.Copy copy(Archives.Format format) {
        return (client, out) -> client.archives().copyReceived(getId(), format, out);
    }

    @Override
    public void delete() {
        connection.tell(
                FaxError.FAX_E_MESSAGE_NOT_FOUND, client -> client.archives().deleteReceived(getId()));
    }

    @Override
    public String getSubject() {
        return state.now().subject();
    }

    @Override
    public void setSubject(@Nullable String value) {
        edit(e -> new Edits(text(value), e.senderName(), e.senderNumber(), e.hasCoverPage(), e.recipients(), e.read()));
    }

    @Override
    public String getSenderName() {
        return state.now().senderName();
    }

    @Override
    public void setSenderName(@Nullable String value) {
        edit(e -> new Edits(e.subject(), text(value), e.senderNumber(), e.hasCoverPage(), e.recipients(), e.read()));
    }

    @Override
    public String getSenderFaxNumber() {
        return state.now().senderNumber();
    }

    @Override
    public void setSenderFaxNumber(@Nullable String value) {
        edit(e -> new Edits(e.subject(), e.senderName(), text(value), e.hasCoverPage(), e.recipients(), e.read()));
    }

    @Override
    public boolean isHasCoverPage() {
        return state.now().hasCoverPage();
    }

    @Override
    public void setHasCoverPage(boolean value) {
        edit(e -> new Edits(e.subject(), e.senderName(), e.senderNumber(), value, e.recipients(), e.read()));
    }

    @Override
    public String getRecipients() {
        return String.join(SEPARATOR, state.now().recipients());
    }

    @Override
    public void setRecipients(@Nullable String value) {
        List<String> names = Arrays.stream(text(value).split(SEPARATORS))
                .filter(name -> !name.isBlank())
                .map(AccountSet::plain) // of User, Computer\User, Domain\User
                .toList();
        edit(e -> new Edits(e.subject(), e.senderName(), e.senderNumber(), e.hasCoverPage(), names, e.read()));
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    @Override
    public boolean isWasReAssigned() {
        return fax().assigned();
    }

    @Override
    public boolean isRead() {
        return state.now().read();
    }

    @Override
    public void setRead(boolean value) {
        edit(e -> e.marked(value));
    }

    @Override
    public synchronized void reAssign() {
        Edits now = state.now();
        var assignment = new Assignment(
                now.recipients(), now.subject(), now.senderName(), now.senderNumber(), now.hasCoverPage());
        connection.ask(
                FaxError.FAX_E_MESSAGE_NOT_FOUND, client -> client.archives().assign(getId(), assignment, fax().tag()));
        try {
            refresh();
        } catch (FaxException invisible) {
            // It is others' now, and one may see only one's own.
            show(assigned(state.fax(), now));
        }
    }

    private static ReceivedFax assigned(ReceivedFax fax, Edits said) {
        return new ReceivedFax(
                fax.id(),
                fax.call(),
                fax.device(),
                fax.deviceName(),
                fax.csid(),
                fax.callerId(),
                fax.calledNumber(),
                said.subject(),
                said.senderName(),
                said.senderNumber(),
                fax.startedAt(),
                fax.endedAt(),
                fax.pages(),
                fax.complete(),
                fax.damagedRows(),
                fax.outcome(),
                fax.retries(),
                fax.size(),
                fax.facts(),
                fax.read(),
                said.hasCoverPage(),
                true,
                null,
                said.recipients(),
                fax.fax(),
                fax.version());
    }

    @Override
    public synchronized void save() {
        Edits now = state.now();
        Edits before = Edits.of(state.fax());
        if (now.equals(before)) {
            return;
        }
        // Only what was edited: who may mark a fax as read need not be one who may change it.
        var change = new ReceivedFaxChange(
                edited(now, before, Edits::read),
                edited(now, before, Edits::subject),
                edited(now, before, Edits::senderName),
                edited(now, before, Edits::senderNumber),
                edited(now, before, Edits::hasCoverPage),
                edited(now, before, Edits::recipients));
        boolean said = !now.equals(before.marked(now.read()));
        show(connection.ask(
                FaxError.FAX_E_MESSAGE_NOT_FOUND,
                client -> client.archives().change(getId(), change, said ? fax().tag() : null)));
    }

    private static <T> @Nullable T edited(Edits now, Edits before, Function<Edits, T> member) {
        T value = member.apply(now);
        return value.equals(member.apply(before)) ? null : value;
    }

    @Override
    public void refresh() {
        show(read(connection, getId(), false));
    }
}
