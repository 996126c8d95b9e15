package org.caselli.service.receipt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.document.HeaderLine;
import org.caselli.image.Page;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.service.archive.FaxPages;
import org.caselli.service.mail.Addresses;
import org.caselli.service.mail.Mail;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.store.Blobs;
import org.caselli.store.StoreException;

/** Makes the mail of a receipt. */
final class Composer {
    /** Twice the dots that a telephone shows it with, for a display of today. */
    private static final int PICTURE_WIDTH = 640;

    private static final int MB = 1_000_000;

    private final Blobs blobs;

    Composer(Blobs blobs) {
        this.blobs = blobs;
    }

    /**
     * What a receipt becomes.
     *
     * @param note why it is not as it was wanted; empty if it is
     */
    record Composed(Mail mail, String note) {}

    /**
     * @param pages  the blob of the fax; empty if it is not there any more
     * @param attach whether the fax goes with it
     * @param note   what is to be said already
     */
    Composed compose(
            String id,
            String address,
            Story story,
            Optional<String> pages,
            boolean attach,
            String note,
            Instant date,
            ReceiptSettings settings) {
        var text = new ReceiptText(story);
        var pictures = new ArrayList<Mail.File>();
        var files = new ArrayList<Mail.File>();
        String said = note;
        Optional<FaxPages> fax = Optional.empty();
        try {
            fax = pages.map(blob -> FaxPages.open(blobs, blob, (page, number) -> finished(story, page, number)));
        } catch (StoreException lost) {
            said = "The pages of the fax are not shown: they can no longer be read on the server.";
        }
        if (fax.isPresent()) {
            FaxPages opened = fax.get();
            pictures.add(new Mail.File(
                    ReceiptText.PICTURE, "image/png", written(out -> opened.writePng(id, 1, PICTURE_WIDTH, out))));
            if (attach) {
                boolean pdf = settings.attachment() == ReceiptSettings.Attachment.PDF;
                byte[] file = written(out -> {
                    if (pdf) {
                        opened.writePdf(text.subject(), Instant.ofEpochMilli(story.submittedAt()), out);
                    } else {
                        opened.writeTiff(TiffOptions.PLAIN.withWritten(submitted(story)), out);
                    }
                });
                if (file.length > (long) settings.attachmentLimit() * MB) {
                    said = "The fax is not attached: as a file it has " + (file.length + MB - 1) / MB
                            + " MB, and this server attaches at most " + settings.attachmentLimit() + " MB.";
                } else {
                    String name = "fax-"
                            + (story.grouped()
                                    ? story.submission()
                                    : story.parts().getFirst().job());
                    files.add(new Mail.File(
                            name + (pdf ? ".pdf" : ".tif"), pdf ? "application/pdf" : "image/tiff", file));
                }
            }
        }
        text.csv()
                .ifPresent(csv -> files.add(new Mail.File(
                        "recipients.csv", "text/csv; charset=utf-8", csv.getBytes(StandardCharsets.UTF_8))));
        return new Composed(
                new Mail(
                        "receipt-" + id,
                        List.of(Addresses.one(address)),
                        text.subject(),
                        text.plain(said),
                        text.html(!pictures.isEmpty(), said),
                        pictures,
                        date,
                        files),
                said);
    }

    private static Page finished(Story story, Page page, int number) {
        return story.branded()
                ? new HeaderLine(
                                story.headerTime(number),
                                ZoneId.of(story.zone()),
                                story.headerSender(),
                                story.parts().getFirst().number())
                        .above(page, number, story.pages())
                : page;
    }

    private static LocalDateTime submitted(Story story) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(story.submittedAt()), ZoneId.of(story.zone()));
    }

    private interface Writing {
        void to(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return out.toByteArray();
    }
}
