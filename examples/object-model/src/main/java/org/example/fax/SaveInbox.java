package org.example.fax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxServer;

/** Saves the received faxes that nobody has read as PDF files, and marks them as read: {@code SaveInbox SERVER FOLDER}. */
public final class SaveInbox {
    private SaveInbox() {}

    /** @param args the server (empty: that on this machine), and the folder */
    public static void main(String... args) throws IOException {
        if (args.length < 2) {
            System.out.println("Give SERVER FOLDER; SERVER is \"\" for the one on this machine.");
            return;
        }
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            Path folder = Files.createDirectories(Path.of(args[1]));
            FaxIncomingMessageIterator faxes =
                    server.getFolders().getIncomingArchive().getMessages();
            int saved = 0;
            for (faxes.moveFirst(); !faxes.isAtEOF(); faxes.moveNext()) {
                FaxIncomingMessage fax = faxes.getMessage();
                if (!fax.isRead()) {
                    Path pdf = folder.resolve(fax.getId() + ".pdf");
                    fax.copyPdf(pdf.toString());
                    fax.setRead(true);
                    fax.save();
                    saved++;
                    System.out.println(LocalDateTime.ofInstant(fax.getTransmissionEnd(), ZoneId.systemDefault())
                            + "  from " + fax.getTSID() + "  pages: " + fax.getPages() + "  " + pdf);
                }
            }
            System.out.println("Saved: " + saved);
        } catch (FaxException failed) {
            System.out.println(failed.getMessage());
        }
    }
}
