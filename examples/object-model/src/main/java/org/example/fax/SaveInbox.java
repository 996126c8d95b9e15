package org.example.fax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxServer;

/**
 * Saves the received faxes that nobody has read as PDF files, each page on A4, and marks them as read: {@code SaveInbox SERVER
 * FOLDER}.
 */
public final class SaveInbox {
    private SaveInbox() {}

    /** @param args the server (empty: that on this machine), and the folder */
    public static void main(String... args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            FaxIncomingMessageIterator faxes =
                    server.getFolders().getIncomingArchive().getMessages();
            for (faxes.moveFirst(); !faxes.isAtEOF(); faxes.moveNext()) {
                FaxIncomingMessage fax = faxes.getMessage();
                if (!fax.isRead()) {
                    save(fax, folder.resolve(fax.getId() + ".pdf"));
                    fax.setRead(true);
                    fax.save();
                }
            }
        }
    }

    private static void save(FaxIncomingMessage fax, Path pdf) throws IOException {
        Path tiff = Files.createTempFile("fax", ".tif");
        try (PDDocument document = new PDDocument()) {
            fax.copyTiff(tiff.toString());
            for (int i = 0;
                    i < fax.getPages();
                    i++) { // the code of a fax is one that PDF has, too: nothing is made anew
                PDImageXObject image = CCITTFactory.createFromFile(document, tiff.toFile(), i);
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawImage(image, 0, 0, PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight());
                }
            }
            document.save(pdf.toFile());
        } finally {
            Files.delete(tiff);
        }
        System.out.println(fax.getTransmissionEnd() + "  " + fax.getTSID() + "  " + fax.getPages() + " pages  " + pdf);
    }
}
