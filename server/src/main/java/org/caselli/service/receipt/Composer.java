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
import org.caselli.document.HeaderLine;
import org.caselli.image.Page;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.service.archive.FaxPages;
import org.caselli.service.mail.Addresses;
import org.caselli.service.mail.Mail;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.store.Blobs;
import org.caselli.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the mail of a receipt. */
final class Composer {
    /** Twice the dots that a telephone shows it with, for a display of today. */
    private static final int PICTURE_WIDTH = 640;

    private static final int MB = 1_000_000;

    /** The documented receipt of a broadcast has the pages that all recipients had (faxcomex.md §13). */
    private static final String WITHOUT_COVERS = "The attached file has the pages that all recipients had."
            + " Each of them had a cover page of his own before these.";

    private static final String COVERS_ALONE =
            "The fax is not attached: it was a cover page alone, and each recipient had his own.";

    private static final Logger LOG = LoggerFactory.getLogger(Composer.class);

    private final Blobs store;

    Composer(Blobs store) {
        this.store = store;
    }

    /**
     * What a receipt becomes.
     *
     * @param note why it is not as it was wanted; empty if it is
     */
    record Composed(Mail mail, String note) {}

    /**
     * @param blobs  of the fax, in order; none if there are no pages that all its recipients had
     * @param attach whether the fax goes with it
     * @param note   what is to be said already
     */
    Composed compose(
            String id,
            String address,
            Story story,
            List<String> blobs,
            boolean attach,
            String note,
            Instant date,
            ReceiptSettings settings) {
        var text = new ReceiptText(story);
        var pictures = new ArrayList<Mail.File>();
        var files = new ArrayList<Mail.File>();
        String said = note;
        try {
            if (!blobs.isEmpty()) {
                FaxPages fax = FaxPages.open(store, blobs, (page, number) -> finished(story, page, number));
                pictures.add(new Mail.File(
                        ReceiptText.PICTURE, "image/png", written(out -> fax.writePng(id, 1, PICTURE_WIDTH, out))));
                if (attach) {
                    Mail.File file = file(fax, story, text.subject(), settings);
                    if (file.content().length <= (long) settings.attachmentLimit() * MB) {
                        files.add(file);
                        said = story.covers() && said.isEmpty() ? WITHOUT_COVERS : said;
                    } else {
                        said = "The fax is not attached: as a file it has " + (file.content().length + MB - 1) / MB
                                + " MB, and this server attaches at most " + settings.attachmentLimit() + " MB.";
                    }
                }
            } else if (attach && story.covers()) {
                said = COVERS_ALONE;
            }
        } catch (StoreException lost) {
            // A receipt without the fax is better than none.
            LOG.warn("The fax of receipt {} cannot be shown: {}", id, lost.getMessage());
            pictures.clear();
            said = "The pages of the fax are not shown: they can no longer be read on the server.";
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

    /** The fax as a file of the kind that is set. */
    private static Mail.File file(FaxPages fax, Story story, String title, ReceiptSettings settings) {
        String name = "fax-"
                + (story.grouped()
                        ? story.submission()
                        : story.parts().getFirst().job());
        return switch (settings.attachment()) {
            case PDF ->
                new Mail.File(
                        name + ".pdf",
                        "application/pdf",
                        written(out -> fax.writePdf(title, Instant.ofEpochMilli(story.submittedAt()), out)));
            case TIFF ->
                new Mail.File(
                        name + ".tif",
                        "image/tiff",
                        written(out -> fax.writeTiff(TiffOptions.PLAIN.withWritten(submitted(story)), out)));
        };
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
