package org.caselli.objectmodel.porting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxIncomingArchive;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;
import org.caselli.faxcomex.FaxServer;

/**
 * The program that runs at night: it copies received and sent faxes into a folder for each month, writes a line for each into
 * an index, and deletes from the inbox what it has copied. It may be broken off and run again at any time.
 */
final class ArchiveExporter {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);

    private final FaxServer server;
    private final Path folder;

    ArchiveExporter(FaxServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** @return how many faxes it has copied */
    int run() throws IOException {
        return received() + sent();
    }

    private int received() throws IOException {
        FaxIncomingArchive inbox = server.getFolders().getIncomingArchive();
        inbox.refresh();
        int copied = 0;
        FaxIncomingMessageIterator messages = inbox.getMessages(2);
        for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
            FaxIncomingMessage message = messages.getMessage();
            Path file = file("in", MONTH.format(message.getTransmissionEnd()), message.getId());
            try {
                message.copyTiff(file.toString());
                index("in", message.getId(), message.getTSID(), message.getPages());
                message.delete();
                copied++;
            } catch (FaxException failed) {
                index("failed", message.getId(), failed.name(), 0);
            }
        }
        return copied;
    }

    private int sent() throws IOException {
        int copied = 0;
        FaxOutgoingMessageIterator messages =
                server.getFolders().getOutgoingArchive().getMessages(2);
        while (!messages.isAtEOF()) {
            FaxOutgoingMessage message = messages.getMessage();
            Path file = file("out", MONTH.format(message.getTransmissionEnd()), message.getId());
            if (!Files.exists(file)) {
                message.copyTiff(file.toString());
                index("out", message.getId(), message.getRecipient().getFaxNumber(), message.getPages());
                copied++;
            }
            messages.moveNext();
        }
        return copied;
    }

    private Path file(String direction, String month, String id) throws IOException {
        return Files.createDirectories(folder.resolve(direction).resolve(month)).resolve(id + ".tif");
    }

    private void index(String direction, String id, String who, int pages) throws IOException {
        Files.write(
                folder.resolve("index.csv"),
                List.of(direction + ";" + id + ";" + who + ";" + pages),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
