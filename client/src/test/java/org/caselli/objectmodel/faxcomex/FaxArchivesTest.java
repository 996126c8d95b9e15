package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FaxIncomingArchive;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxOutgoingArchive;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.Called;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Both archives and their messages, on a server that has received and sent eight faxes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaxArchivesTest {
    static final List<Class<?>> COVERS = List.of(
            FaxIncomingArchive.class,
            FaxOutgoingArchive.class,
            FaxIncomingMessage.class,
            FaxOutgoingMessage.class,
            FaxIncomingMessageIterator.class,
            FaxOutgoingMessageIterator.class);

    private static final int FAXES = 8;

    private final Called called = new Called();
    private RunningServer running;
    private CaselliClient client;
    private FaxServer server;
    private FaxIncomingArchive inbox;
    private FaxOutgoingArchive sent;
    private Path files;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        files = Files.createDirectory(folder.resolve("files"));
        running = new RunningServer(folder.resolve("data"));
        client = running.client();
        server = called.watch(FaxServer.class, FaxServer.create());
        server.connect(running.url().toString(), running.administrator());
        inbox = server.getFolders().getIncomingArchive();
        sent = server.getFolders().getOutgoingArchive();
        assertThat(inbox.getMessages().isAtEOF()).as("empty").isTrue();
        assertThat(sent.getMessages().isAtEOF()).as("empty").isTrue();
        assertRefused(FaxError.ERROR_NO_MORE_ITEMS, () -> inbox.getMessages().getMessage());
        for (int fax = 0; fax < FAXES; fax++) {
            Faxes.receive(running, "Fax " + fax);
        }
    }

    @AfterAll
    void stop() throws Exception {
        server.disconnect();
        running.close();
        assertThat(called.missing(getClass(), COVERS)).isEmpty();
    }

    private List<String> received() {
        return client.archives().received(null, 100).items().stream()
                .map(each -> each.id())
                .toList();
    }

    @Test
    void an_iterator_goes_over_all_with_every_prefetch_size_and_with_and_without_move_first() {
        for (int prefetch : new int[] {1, 2, 3, FAXES, 100, 1000}) {
            FaxIncomingMessageIterator messages = inbox.getMessages(prefetch);
            assertThat(messages.getPrefetchSize()).isEqualTo(prefetch);
            if (prefetch % 2 == 0) {
                messages.moveFirst();
            }
            var seen = new ArrayList<String>();
            while (!messages.isAtEOF()) {
                seen.add(messages.getMessage().getId());
                messages.moveNext();
            }
            assertThat(seen).isEqualTo(received());
            assertRefused(FaxError.ERROR_NO_MORE_ITEMS, messages::moveNext);
            assertRefused(FaxError.ERROR_NO_MORE_ITEMS, messages::getMessage);
            messages.moveFirst();
            assertThat(messages.getMessage().getId()).isEqualTo(seen.getFirst());
        }
        assertThat(inbox.getMessages().getPrefetchSize()).isEqualTo(100);
        assertRefused(FaxError.E_INVALIDARG, () -> inbox.getMessages(0));
        assertRefused(FaxError.E_INVALIDARG, () -> sent.getMessages(-1));
    }

    @Test
    void the_prefetch_size_changes_at_once() {
        FaxOutgoingMessageIterator messages = sent.getMessages(1);
        messages.moveFirst();
        messages.moveNext();
        messages.setPrefetchSize(3);
        assertThat(messages.getPrefetchSize()).isEqualTo(3);
        assertRefused(FaxError.E_INVALIDARG, () -> messages.setPrefetchSize(0));
        int count = 1;
        for (; !messages.isAtEOF(); messages.moveNext()) {
            assertThat(messages.getMessage().getPages()).isEqualTo(1);
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(FAXES);
        FaxIncomingMessageIterator incoming = inbox.getMessages(1);
        incoming.setPrefetchSize(2);
        assertThat(incoming.getPrefetchSize()).isEqualTo(2);
        assertRefused(FaxError.ERROR_NO_MORE_ITEMS, messages::moveNext);
        assertRefused(FaxError.ERROR_NO_MORE_ITEMS, messages::getMessage);
    }

    @Test
    void deleting_under_an_open_iterator_is_safe() throws Exception {
        for (int prefetch : new int[] {1, 2, 100}) {
            List<String> more = List.of(
                    Faxes.receive(running, "To be deleted 1"),
                    Faxes.receive(running, "To be deleted 2"),
                    Faxes.receive(running, "To be deleted 3"));
            FaxIncomingMessageIterator messages = inbox.getMessages(prefetch);
            messages.moveFirst();
            client.archives().deleteReceived(more.get(1));
            FaxIncomingMessage under = messages.getMessage();
            assertThat(under.getId()).isEqualTo(more.get(2));
            under.delete();
            assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, under::delete);
            assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, under::refresh);
            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> under.copyTiff(files.resolve("gone.tif").toString()));
            assertThat(files.resolve("gone.tif")).doesNotExist();
            assertThat(under.getPages()).as("what was read stays readable").isEqualTo(1);
            messages.moveNext();
            var rest = new ArrayList<String>();
            for (; !messages.isAtEOF(); messages.moveNext()) {
                rest.add(messages.getMessage().getId());
            }
            assertThat(rest).doesNotContain(more.get(2)).endsWith(received().toArray(String[]::new));
            client.archives().deleteReceived(more.get(0));
        }
    }

    @Test
    void a_received_fax_has_all_that_is_documented() throws Exception {
        String id = received().getLast();
        FaxIncomingMessage message = inbox.getMessage(id);
        assertThat(message.getId()).isEqualTo(id);
        assertThat(message.getPages()).isEqualTo(1);
        assertThat(message.getDeviceName())
                .isIn(client.devices().list().stream().map(each -> each.name()).toList());
        assertThat(message.getRetries()).isZero();
        assertThat(message.getTransmissionEnd()).isAfterOrEqualTo(message.getTransmissionStart());
        assertThat(message.getCSID()).isEqualTo(running.number(1));
        assertThat(message.getTSID()).isEqualTo(running.number(0));
        assertThat(message.getCallerId()).isEqualTo(running.number(0));
        assertThat(message.getRoutingInformation()).isEqualTo(running.number(1));
        assertThat(message.getSubject()).isEmpty();
        assertThat(message.getSenderName()).isEmpty();
        assertThat(message.getSenderFaxNumber()).isEmpty();
        assertThat(message.isHasCoverPage()).isFalse();
        assertThat(message.getRecipients()).isEmpty();
        assertThat(message.isWasReAssigned()).isFalse();
        assertThat(message.isRead()).isFalse();

        var octets = new ByteArrayOutputStream();
        message.copyTiff(octets);
        assertThat(octets.toByteArray()).startsWith('I', 'I', 42, 0).hasSizeGreaterThanOrEqualTo(message.getSize());
        assertThat(message.getSize()).isPositive();
        Path file = files.resolve("received.tif");
        Files.writeString(file, "what was there");
        message.copyTiff(file.toString());
        assertThat(file).hasBinaryContent(octets.toByteArray());
        assertThat(listed()).as("nothing else is left").doesNotContain("part");
        var pdf = new ByteArrayOutputStream();
        message.copyPdf(pdf);
        assertThat(pdf.toByteArray()).startsWith('%', 'P', 'D', 'F');
        message.copyPdf(files.resolve("received.pdf").toString());
        assertThat(files.resolve("received.pdf")).hasBinaryContent(pdf.toByteArray());
        assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> inbox.getMessage("0000000000000000"));
        for (String none : new String[] {"nonsense", "", " ", ".", "..", "a/b", "?limit=1", null}) {
            assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> inbox.getMessage(none));
            assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> sent.getMessage(none));
            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> server.getFolders().getIncomingQueue().getJob(none));
            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> server.getFolders().getOutgoingQueue().getJob(none));
        }
    }

    private String listed() throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.map(Path::toString).collect(Collectors.joining(" "));
        }
    }

    @Test
    void a_copy_that_cannot_be_written_leaves_what_was_there() throws Exception {
        FaxIncomingMessage message = inbox.getMessage(received().getLast());
        assertRefused(
                FaxError.ERROR_WRITE_FAULT,
                () -> message.copyTiff(files.resolve("no/such/folder.tif").toString()));
        assertRefused(FaxError.ERROR_WRITE_FAULT, () -> message.copyTiff(files.toString()));
        assertRefused(FaxError.ERROR_WRITE_FAULT, () -> message.copyTiff("\0"));
        assertRefused(FaxError.ERROR_WRITE_FAULT, () -> message.copyTiff(""));
        assertRefused(FaxError.ERROR_WRITE_FAULT, () -> message.copyTiff((String) null));
        assertRefused(FaxError.E_INVALIDARG, () -> message.copyTiff((OutputStream) null));
        assertRefused(
                FaxError.ERROR_WRITE_FAULT,
                () -> message.copyTiff(new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("The disk is full.");
                    }
                }));
        assertThat(listed()).doesNotContain("part");
        Path full = Path.of("/dev/full");
        if (Files.exists(full)) {
            try (OutputStream disk = Files.newOutputStream(full)) {
                assertRefused(FaxError.ERROR_WRITE_FAULT, () -> message.copyTiff(disk));
            }
            assertRefused(FaxError.ERROR_WRITE_FAULT, () -> message.copyTiff(full.toString()));
            assertThat(full).as("a device is no file to be replaced").exists();
            assertThat(Files.isRegularFile(full)).isFalse();
        }
    }

    @Test
    void a_copy_is_a_file_like_any_other_of_the_program_and_follows_a_link() throws Exception {
        FaxIncomingMessage message = inbox.getMessage(received().getLast());
        Path copy = files.resolve("readable.tif");
        message.copyTiff(copy.toString());
        Path usual = Files.writeString(files.resolve("usual.txt"), "as others");
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(Files.getPosixFilePermissions(usual));
        Path target = files.resolve("target.tif");
        Files.writeString(target, "what was there");
        Path link = Files.createSymbolicLink(files.resolve("link.tif"), target);
        message.copyTiff(link.toString());
        assertThat(link).isSymbolicLink();
        assertThat(target).hasSameBinaryContentAs(copy);
    }

    @Test
    void what_is_changed_on_the_message_under_the_cursor_is_there_when_it_is_asked_for_again() {
        FaxIncomingMessageIterator messages = inbox.getMessages();
        boolean read = messages.getMessage().isRead();
        messages.getMessage().setRead(!read);
        messages.getMessage().save();
        assertThat(inbox.getMessage(messages.getMessage().getId()).isRead()).isEqualTo(!read);
    }

    @Test
    void what_is_said_of_a_received_fax_is_kept_when_it_is_saved() {
        FaxIncomingMessage message = inbox.getMessage(received().getFirst());
        FaxIncomingMessage other = inbox.getMessage(message.getId());
        message.setRead(true);
        message.setSubject("About the roof");
        message.setSenderName("Bob");
        message.setSenderFaxNumber("+49301234");
        message.setHasCoverPage(true);
        message.refresh();
        assertThat(message.isRead()).as("refreshing drops what was not saved").isFalse();
        message.setRead(true);
        message.setSubject("About the roof");
        message.setSenderName("Bob");
        message.setSenderFaxNumber("+49301234");
        message.setHasCoverPage(true);
        message.save();
        other.refresh();
        assertThat(other.isRead()).isTrue();
        assertThat(other.getSubject()).isEqualTo("About the roof");
        assertThat(other.getSenderName()).isEqualTo("Bob");
        assertThat(other.getSenderFaxNumber()).isEqualTo("+49301234");
        assertThat(other.isHasCoverPage()).isTrue();
        other.setSubject(null);
        other.save();
        other.save();
        assertThat(inbox.getMessage(message.getId()).getSubject()).isEmpty();
    }

    @Test
    void of_two_who_save_what_they_say_of_a_fax_the_second_is_told_and_marks_disturb_nobody() throws Exception {
        String id = Faxes.receive(running, "Seen by two");
        FaxIncomingMessage first = inbox.getMessage(id);
        FaxIncomingMessage second = inbox.getMessages().getMessage();
        assertThat(second.getId()).isEqualTo(id);
        first.setRead(true);
        first.save();
        first.setSubject("The first subject");
        first.save();
        second.setRead(true);
        second.save();
        assertThat(second.getSubject())
                .as("who marks sees what others have said")
                .isEqualTo("The first subject");

        FaxIncomingMessage late = inbox.getMessage(id);
        first.setSenderName("Bob");
        first.save();
        late.setSenderName("Joe");
        assertRefused(FaxError.ERROR_REVISION_MISMATCH, late::save);
        late.setRecipients("nobody");
        assertRefused(FaxError.ERROR_FILE_NOT_FOUND, late::reAssign);
        assertThat(inbox.getMessage(id).getSenderName()).as("nothing is lost").isEqualTo("Bob");
        assertThat(late.getSenderName()).as("edits stay").isEqualTo("Joe");
        late.refresh();
        late.setSenderName("Joe");
        late.save();
        assertThat(inbox.getMessage(id).getSenderName()).isEqualTo("Joe");
    }

    @Test
    void a_fax_is_given_to_accounts_with_all_documented_refusals() throws Exception {
        String id = Faxes.receive(running, "For Ann and Joe");
        FaxCredentials ann = Faxes.account(running, "ann", "submit_low", "query_config");
        Faxes.account(running, "joe", "submit_low");
        FaxIncomingMessage message = inbox.getMessage(id);
        assertRefused(FaxError.E_INVALIDARG, message::reAssign);
        message.setRecipients("ann; " + "Computer\\joe;");
        message.setSubject("For both");
        assertRefused(FaxError.ERROR_INVALID_OPERATION, message::reAssign);
        setPublic(false);
        try {
            FaxIncomingMessage wrong = inbox.getMessage(id);
            wrong.setRecipients("ann;nobody");
            assertRefused(FaxError.ERROR_FILE_NOT_FOUND, wrong::reAssign);
            wrong.setRecipients(
                    IntStream.rangeClosed(0, 10_000).mapToObj(n -> "a" + n).collect(Collectors.joining(";")));
            assertRefused(FaxError.ERROR_BUFFER_OVERFLOW, wrong::reAssign);
            FaxServer hers = called.watch(FaxServer.class, FaxServer.create());
            hers.connect(running.url().toString(), ann);
            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> hers.getFolders().getIncomingArchive().getMessage(id));
            message.setSenderName("Bob");
            message.reAssign();
            assertThat(message.isWasReAssigned()).isTrue();
            assertThat(message.getRecipients().split(";")).containsExactlyInAnyOrder("ann", "joe");
            assertThat(message.getSubject()).isEqualTo("For both");
            FaxIncomingMessageIterator inboxOfAnn =
                    hers.getCurrentAccount().getFolders().getIncomingArchive().getMessages();
            FaxIncomingMessage given = inboxOfAnn.getMessage();
            assertThat(given.getSubject()).isEqualTo("For both");
            assertThat(given.getSenderName()).isEqualTo("Bob");
            assertThat(given.isWasReAssigned()).isTrue();
            inboxOfAnn.moveNext();
            assertThat(inboxOfAnn.isAtEOF()).isTrue();
            given.setRead(true);
            given.save();
            assertThat(given.isRead()).isTrue();
            given.delete();
            hers.disconnect();
        } finally {
            setPublic(true);
        }
        assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> inbox.getMessage(id));
    }

    private void setPublic(boolean value) {
        client.settings()
                .change(
                        "access",
                        Map.of("incomingFaxesArePublic", value),
                        client.settings().section("access").tag());
    }

    @Test
    void a_sent_fax_has_all_that_is_documented() throws Exception {
        String id = client.archives().sent(null, 100).items().getLast().id();
        FaxOutgoingMessage message = sent.getMessage(id);
        assertThat(message.getId()).isEqualTo(id);
        assertThat(message.getSubmissionId())
                .isEqualTo(client.archives().sentFax(id).submission());
        assertThat(message.getSubject()).isEqualTo("Fax 0");
        assertThat(message.getDocumentName()).isNotEmpty();
        assertThat(message.getRetries()).isZero();
        assertThat(message.getPages()).isEqualTo(1);
        assertThat(message.getOriginalScheduledTime()).isNotNull();
        assertThat(message.getSubmissionTime()).isBeforeOrEqualTo(message.getTransmissionStart());
        assertThat(message.getPriority()).isEqualTo(FAX_PRIORITY_TYPE_ENUM.fptNORMAL);
        assertThat(message.getSender().getCompany()).isEmpty();
        assertThat(message.getRecipient().getFaxNumber()).isEqualTo(running.number(1));
        assertThat(message.getDeviceName())
                .isIn(client.devices().list().stream().map(each -> each.name()).toList());
        assertThat(message.getTransmissionEnd()).isAfterOrEqualTo(message.getTransmissionStart());
        assertThat(message.getCSID()).isEqualTo(running.number(1));
        assertThat(message.getTSID()).isEqualTo(running.number(0));
        assertThat(message.isHasCoverPage()).isFalse();
        assertThat(message.getReceiptType()).isEqualTo(FAX_RECEIPT_TYPE_ENUM.frtNONE);
        assertThat(message.getReceiptAddress()).isEmpty();
        boolean read = message.isRead();
        message.setRead(!read);
        message.refresh();
        assertThat(message.isRead()).isEqualTo(read);
        message.setRead(!read);
        message.save();
        assertThat(sent.getMessage(id).isRead()).isEqualTo(!read);

        var octets = new ByteArrayOutputStream();
        message.copyTiff(octets);
        Path file = files.resolve("sent.tif");
        message.copyTiff(file.toString());
        assertThat(file).hasBinaryContent(octets.toByteArray());
        assertThat(message.getSize()).isBetween(1, octets.size());
        var pdf = new ByteArrayOutputStream();
        message.copyPdf(pdf);
        assertThat(pdf.toByteArray()).startsWith('%', 'P', 'D', 'F');
        message.copyPdf(files.resolve("sent.pdf").toString());
        assertThat(files.resolve("sent.pdf")).hasBinaryContent(pdf.toByteArray());
        message.delete();
        assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, message::delete);
        assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> sent.getMessage(id));
    }

    @Test
    void the_settings_of_the_archives_are_read_at_first_and_saved_together() {
        FaxIncomingArchive first = server.getFolders().getIncomingArchive();
        FaxOutgoingArchive second = server.getFolders().getOutgoingArchive();
        second.refresh();
        assertThat(first.isUseArchive()).isTrue();
        assertThat(first.getArchiveFolder()).isEqualTo(second.getArchiveFolder());
        assertThat(first.isSizeQuotaWarning()).isFalse();
        assertThat(first.getHighQuotaWaterMark()).isZero();
        assertThat(first.getLowQuotaWaterMark()).isZero();
        assertThat(first.getAgeLimit()).isZero();
        first.setSizeQuotaWarning(true);
        first.setHighQuotaWaterMark(100);
        first.setLowQuotaWaterMark(90);
        first.setAgeLimit(365);
        first.setUseArchive(true);
        first.setArchiveFolder(files.resolve("archive").toString());
        assertThat(second.getAgeLimit()).as("nothing is saved yet").isZero();
        first.save();
        second.refresh();
        assertThat(second.isSizeQuotaWarning()).isTrue();
        assertThat(second.getHighQuotaWaterMark()).isEqualTo(100);
        assertThat(second.getLowQuotaWaterMark()).isEqualTo(90);
        assertThat(second.getAgeLimit()).isEqualTo(365);
        assertThat(second.getArchiveFolder()).isEqualTo(files.resolve("archive").toString());
        assertThat(second.isUseArchive()).isTrue();

        second.setLowQuotaWaterMark(101);
        assertRefused(FaxError.E_INVALIDARG, second::save);
        assertThat(client.archives().status().lowMark()).as("old values stay").isEqualTo(90);
        second.refresh();
        second.setUseArchive(false);
        second.setArchiveFolder("");
        second.setSizeQuotaWarning(false);
        second.setHighQuotaWaterMark(0);
        second.setLowQuotaWaterMark(0);
        second.setAgeLimit(0);
        second.save();
        first.setAgeLimit(1);
        assertRefused(FaxError.ERROR_REVISION_MISMATCH, first::save);
        assertThat(first.getAgeLimit()).as("edits stay").isEqualTo(1);
        first.refresh();
        first.setUseArchive(true);
        first.save();
        assertThat(client.archives().status().use()).isTrue();
    }

    @Test
    void the_size_is_one_number_in_two_halves() {
        inbox.refresh();
        sent.refresh();
        long received = client.archives().status().received().octets();
        assertThat(inbox.getSize()).isEqualTo(received).isPositive();
        assertThat(inbox.getSizeLow()).isEqualTo((int) received);
        assertThat(inbox.getSizeHigh()).isZero();
        assertThat(sent.getSizeHigh()).isZero();
        assertThat(Integer.toUnsignedLong(sent.getSizeLow()))
                .isEqualTo(client.archives().status().sent().octets());
        var large = new Sized() {
            @Override
            long readSize() {
                return 0x1_FFFF_FFFEL;
            }
        };
        assertThat(large.getSizeLow()).isEqualTo(0xFFFF_FFFE);
        assertThat(large.getSizeHigh()).isEqualTo(1);
    }

    @Test
    void what_was_read_stays_readable_after_disconnecting_and_the_rest_is_refused() {
        FaxServer other = called.watch(FaxServer.class, FaxServer.create());
        other.connect(running.url().toString(), running.administrator());
        FaxIncomingMessageIterator messages =
                other.getFolders().getIncomingArchive().getMessages(1);
        FaxIncomingMessage message = messages.getMessage();
        other.disconnect();
        assertThat(message.getId()).isNotEmpty();
        assertRefused(FaxError.E_HANDLE, message::refresh);
        messages.moveNext();
        assertThatThrownBy(messages::getMessage).isInstanceOf(FaxException.class);
    }
}
