package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingArchive;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario S12: a program finds all results of a broadcast, and sets how long faxes are kept. */
class S12SentItemsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void the_results_of_a_broadcast_are_found_and_the_archive_is_set_up(SetUp setUp) throws Exception {
        try (var running = new RunningServer(folder.resolve("data"))) {
            FaxServer server = FaxServer.create();
            setUp.connect(server, running);
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_ARCHIVE,
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG);
            Faxes.send(running, "Another one");
            FaxDocument document = FaxDocument.create();
            document.setBody(Bodies.text(folder, "offer.txt", 1).toString());
            document.setSubject("Our offer");
            document.setPriority(FAX_PRIORITY_TYPE_ENUM.fptHIGH);
            document.getSender().setCompany("Dear & Sons");
            document.getRecipients().add(running.number(1), "Ann");
            document.getRecipients().add(running.number(1), "Bob");
            String[] jobs = document.connectedSubmit(server);
            for (String job : jobs) {
                heard.await("onOutgoingMessageAdded", job);
            }

            FaxOutgoingArchive archive = server.getFolders().getOutgoingArchive();
            archive.refresh();
            var names = new ArrayList<String>();
            FaxOutgoingMessageIterator messages = archive.getMessages(1);
            for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
                FaxOutgoingMessage message = messages.getMessage();
                if (message.getSubmissionId().equals(document.getSubmissionId())) {
                    names.add(message.getRecipient().getName());
                    assertThat(message.getSubject()).isEqualTo("Our offer");
                    assertThat(message.getRetries()).isZero();
                    assertThat(message.getPriority()).isEqualTo(FAX_PRIORITY_TYPE_ENUM.fptHIGH);
                    assertThat(message.getOriginalScheduledTime()).isNotNull();
                    assertThat(message.getSender().getCompany()).isEqualTo("Dear & Sons");
                }
            }
            assertThat(names).containsExactlyInAnyOrder("Ann", "Bob");
            assertThat(archive.getSize())
                    .as("both halves together")
                    .isEqualTo((Integer.toUnsignedLong(archive.getSizeHigh()) << 32)
                            + Integer.toUnsignedLong(archive.getSizeLow()))
                    .isEqualTo(running.client().archives().status().sent().octets());

            assertThat(archive.isUseArchive()).isTrue();
            archive.setArchiveFolder(folder.resolve("archive").toString());
            archive.setAgeLimit(365);
            archive.setSizeQuotaWarning(true);
            archive.setHighQuotaWaterMark(100);
            archive.setLowQuotaWaterMark(90);
            archive.save();
            heard.await("onOutgoingArchiveConfigChange");
            archive.setLowQuotaWaterMark(110);
            assertRefused(FaxError.E_INVALIDARG, archive::save);
            archive.refresh();
            assertThat(List.of(archive.getHighQuotaWaterMark(), archive.getLowQuotaWaterMark(), archive.getAgeLimit()))
                    .containsExactly(100, 90, 365);
            assertThat(archive.isSizeQuotaWarning()).isTrue();
            assertThat(archive.getArchiveFolder())
                    .isEqualTo(folder.resolve("archive").toString());

            archive.getMessage(jobs[0]).delete();
            heard.await("onOutgoingMessageRemoved", jobs[0]);
            server.disconnect();
        }
    }

    /** Two days pass in the server within a moment. */
    @ParameterizedTest
    @EnumSource
    void what_is_too_old_is_deleted_and_told_and_a_new_folder_leaves_the_files_of_the_old_one(SetUp setUp)
            throws Exception {
        var passed = new AtomicReference<>(Duration.ZERO);
        try (var running =
                new RunningServer(folder.resolve("data"), () -> Instant.now().plus(passed.get()))) {
            FaxServer server = FaxServer.create();
            setUp.connect(server, running);
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_ARCHIVE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_ARCHIVE);
            Path first = folder.resolve("first");
            Path second = folder.resolve("second");
            FaxOutgoingArchive archive = server.getFolders().getOutgoingArchive();
            archive.setArchiveFolder(first.toString());
            archive.save();
            String old = Faxes.send(running, "Old");
            heard.await("onOutgoingMessageAdded", old);
            String oldReceived = heard.await("onIncomingMessageAdded").id();
            List<Path> before = ArchiveFiles.await(first, files -> files.size() == 2);

            archive.setArchiveFolder(second.toString());
            archive.save();
            passed.set(Duration.ofDays(2));
            String young = Faxes.send(running, "Young");
            heard.await("onOutgoingMessageAdded", young);
            assertThat(ArchiveFiles.await(second, files -> files.size() == 2))
                    .as("from now on here")
                    .anySatisfy(file -> assertThat(file.toString()).contains(young));
            assertThat(ArchiveFiles.await(first, files -> true))
                    .as("what was there stays there")
                    .containsExactlyInAnyOrderElementsOf(before);
            Path copy = folder.resolve("old.tif");
            archive.getMessage(old).copyTiff(copy.toString());
            assertThat(copy).as("and is still in the archive").isNotEmptyFile();

            archive.setAgeLimit(1);
            archive.save();
            heard.await("onOutgoingMessageRemoved", old);
            heard.await("onIncomingMessageRemoved", oldReceived);
            assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> archive.getMessage(old));
            FaxOutgoingMessageIterator left = archive.getMessages();
            assertThat(left.getMessage().getId()).isEqualTo(young);
            left.moveNext();
            assertThat(left.isAtEOF()).isTrue();
            ArchiveFiles.await(first, List::isEmpty);
            assertThat(ArchiveFiles.await(second, files -> true))
                    .anySatisfy(file -> assertThat(file.toString()).contains(young));
            assertThat(heard.all().stream().filter(told -> told.is("onOutgoingMessageRemoved")))
                    .as("the young one stays")
                    .hasSize(1);
            server.disconnect();
        }
    }
}
