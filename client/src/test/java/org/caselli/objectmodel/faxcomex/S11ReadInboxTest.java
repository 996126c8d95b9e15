package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxIncomingArchive;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxServer;
import org.caselli.image.tiff.TiffFile;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario S11: a program reads what has been received, and copies it to files of its own. */
class S11ReadInboxTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void an_inbox_is_read_copied_and_emptied(SetUp setUp) throws Exception {
        try (var running = new RunningServer(folder.resolve("data"))) {
            FaxServer server = FaxServer.create();
            setUp.connect(server, running);
            FaxIncomingArchive inbox = server.getFolders().getIncomingArchive();
            inbox.refresh();
            FaxIncomingMessageIterator empty = inbox.getMessages();
            empty.moveFirst();
            assertThat(empty.isAtEOF())
                    .as("an empty archive is at its end at once")
                    .isTrue();
            assertThat(refusal(empty::getMessage).remedy())
                    .as("who reads before testing is told what to do")
                    .contains("isAtEOF");

            Path archive = folder.resolve("archive");
            inbox.setArchiveFolder(archive.toString());
            inbox.save();
            List<String> ids = new ArrayList<>();
            for (int fax = 0; fax < 3; fax++) {
                ids.addFirst(Faxes.receive(running, "Fax " + fax));
            }
            for (int prefetch : new int[] {1, 2, 1000}) {
                var seen = new ArrayList<String>();
                FaxIncomingMessageIterator messages = inbox.getMessages(prefetch);
                for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
                    FaxIncomingMessage message = messages.getMessage();
                    seen.add(message.getId());
                    assertThat(message.getPages()).isEqualTo(1);
                    assertThat(message.getSize()).isPositive();
                    assertThat(message.getTSID()).isEqualTo(running.number(0));
                    assertThat(message.getCSID()).isEqualTo(running.number(1));
                    assertThat(message.getCallerId()).isEqualTo(running.number(0));
                    assertThat(message.getTransmissionEnd()).isAfterOrEqualTo(message.getTransmissionStart());
                    assertThat(message.getDeviceName()).isNotEmpty();
                    assertThat(message.getRoutingInformation()).isEqualTo(running.number(1));
                    Path copy = folder.resolve(message.getId() + ".tif");
                    message.copyTiff(copy.toString());
                    assertThat(Files.size(copy)).isGreaterThanOrEqualTo(message.getSize());
                }
                assertThat(seen).isEqualTo(ids);
            }
            assertThat(inbox.getMessage(ids.getFirst()).getId()).isEqualTo(ids.getFirst());

            List<Path> files = ArchiveFiles.await(archive, below -> below.size() >= 6);
            assertThat(files)
                    .as("files with readable names, for those who look into the folder")
                    .hasSize(6)
                    .allMatch(
                            file -> file.getFileName()
                                    .toString()
                                    .matches(
                                            "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{4} (from|to) 100[12] \\(1 page\\) [0-9a-f]{16}\\.tif"));
            for (Path file : files) {
                TiffFile tiff = TiffFile.read(Files.readAllBytes(file));
                assertThat(tiff.pages()).isEqualTo(1);
                assertThat(tiff.page(0).page().bitmap().width()).as("class F").isEqualTo(1728);
            }

            FaxIncomingMessageIterator deleting = inbox.getMessages(2);
            for (deleting.moveFirst(); !deleting.isAtEOF(); deleting.moveNext()) {
                deleting.getMessage().delete();
            }
            assertThat(inbox.getMessages().isAtEOF())
                    .as("deleted under the iterator")
                    .isTrue();
            assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> inbox.getMessage(ids.getFirst()));
            server.disconnect();
        }
    }

    private static FaxException refusal(Runnable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(FaxException.class, call::run);
    }
}
