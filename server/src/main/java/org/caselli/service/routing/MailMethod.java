package org.caselli.service.routing;

import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.image.tiff.TiffException;
import org.caselli.service.mail.Addresses;
import org.caselli.service.mail.Mail;
import org.caselli.service.mail.MailException;
import org.caselli.service.mail.Mailer;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.store.Secrets;

/** Sends a fax by mail. Its Message-ID comes from the fax's id, so that a mailbox can tell a second copy. */
final class MailMethod {
    static final String GUID = "{6bbf7bfe-9af2-11d0-abf7-00c04fd91a4e}";

    private final Mailer mailer;

    MailMethod(Mailer mailer) {
        this.mailer = mailer;
    }

    private record Target(List<InternetAddress> to, FaxFile.Format format) {
        static Target of(byte[] data) {
            MethodText text = MethodText.of(data, "format");
            if (text.value().isEmpty()) {
                throw new IllegalArgumentException(
                        "No mail address is given; give one, or several with commas between them.");
            }
            return new Target(Addresses.several(text.value()), FaxFile.Format.of(text));
        }
    }

    Optional<String> complaint(byte[] data) {
        try {
            Target.of(data);
        } catch (IllegalArgumentException cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
        return unavailable();
    }

    private Optional<String> unavailable() {
        try {
            ReceiptSettings mail = mailer.settings();
            return mail.forInboundRouting()
                    ? mail.unusable()
                    : Optional.of("Routing by mail is switched off. Set forInboundRouting in the settings receipts.");
        } catch (Secrets.KeyException cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
    }

    RoutingResult route(RoutingRequest fax) throws IOException, TiffException {
        Optional<String> unavailable = unavailable();
        if (unavailable.isPresent()) {
            return RoutingResult.tryAgain(unavailable.get());
        }
        Target target;
        try {
            target = Target.of(fax.data());
        } catch (IllegalArgumentException cause) {
            return RoutingResult.failed(String.valueOf(cause.getMessage()));
        }
        var attachments = new ArrayList<Mail.File>();
        for (FaxFile file : FaxFile.of(fax, target.format())) {
            attachments.add(new Mail.File(
                    "fax-" + fax.jobId() + file.ending(),
                    file.ending().equals(".pdf") ? "application/pdf" : "image/tiff",
                    file.content()));
        }
        for (Path added : fax.files().subList(1, fax.files().size())) {
            attachments.add(new Mail.File(
                    String.valueOf(added.getFileName()), "application/octet-stream", Files.readAllBytes(added)));
        }
        String pages = fax.pages() == 1 ? "1 page" : fax.pages() + " pages";
        try {
            mailer.send(Mail.plain(
                    "fax-" + fax.jobId(),
                    target.to(),
                    FaxFile.title(fax) + ", " + pages,
                    text(fax, pages),
                    fax.receivedAt(),
                    attachments));
            return RoutingResult.done();
        } catch (MailException cause) {
            String why = String.valueOf(cause.getMessage());
            return cause.hope() == MailException.Hope.LATER ? RoutingResult.tryAgain(why) : RoutingResult.failed(why);
        }
    }

    private static String text(RoutingRequest fax, String pages) {
        var text = new StringBuilder();
        line(text, "Received", FaxFile.time(fax) + " " + fax.zone());
        line(text, "From", fax.callerId());
        line(text, "Machine", fax.tsid());
        line(text, "To", fax.routingInformation());
        line(text, "Line", fax.deviceName());
        line(text, "Pages", pages + (fax.complete() ? "" : "; the call broke off, so that pages are missing"));
        line(text, "Fax", fax.jobId());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            // What a machine calls itself makes no line of its own.
            text.append("%-10s%s\r\n".formatted(name + ":", value.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")));
        }
    }
}
