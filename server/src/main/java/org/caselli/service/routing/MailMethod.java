package org.caselli.service.routing;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.caselli.image.tiff.TiffException;
import org.caselli.service.settings.MailSettings;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Sends a fax by mail. Its Message-ID comes from the fax's id, so that a mailbox can tell a second copy. */
final class MailMethod {
    static final String GUID = "{6bbf7bfe-9af2-11d0-abf7-00c04fd91a4e}";

    private final Supplier<MailSettings> settings;

    MailMethod(Supplier<MailSettings> settings) {
        this.settings = settings;
    }

    private record Target(List<InternetAddress> to, FaxFile.Format format) {
        static Target of(byte[] data) {
            MethodText text = MethodText.of(data, "format");
            if (text.value().isEmpty()) {
                throw new IllegalArgumentException(
                        "No mail address is given; give one, or several with commas between them.");
            }
            try {
                var to = List.of(InternetAddress.parse(text.value(), true));
                for (InternetAddress each : to) {
                    each.validate();
                    if (!each.getAddress().contains("@")) {
                        throw new AddressException("it has no @");
                    }
                }
                return new Target(to, FaxFile.Format.of(text));
            } catch (AddressException cause) {
                throw new IllegalArgumentException(
                        "\"" + text.value() + "\" is no mail address: " + cause.getMessage() + ".", cause);
            }
        }
    }

    Optional<String> complaint(byte[] data) {
        try {
            Target.of(data);
        } catch (IllegalArgumentException cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
        return unavailable(settings.get());
    }

    private static Optional<String> unavailable(MailSettings mail) {
        if (!mail.isSet()) {
            return Optional.of("No mail server is set. Set host and sender in the settings mail.");
        }
        return mail.forInboundRouting()
                ? Optional.empty()
                : Optional.of("Routing by mail is switched off. Set forInboundRouting in the settings mail.");
    }

    RoutingResult route(RoutingRequest fax) throws IOException, TiffException {
        MailSettings mail = settings.get();
        Optional<String> unavailable = unavailable(mail);
        if (unavailable.isPresent()) {
            return RoutingResult.tryAgain(unavailable.get());
        }
        Target target;
        try {
            target = Target.of(fax.data());
        } catch (IllegalArgumentException cause) {
            return RoutingResult.failed(String.valueOf(cause.getMessage()));
        }
        var attachments = new ArrayList<Mailer.Attachment>();
        for (FaxFile file : FaxFile.of(fax, target.format())) {
            attachments.add(new Mailer.Attachment(
                    "fax-" + fax.jobId() + file.ending(),
                    file.ending().equals(".pdf") ? "application/pdf" : "image/tiff",
                    file.content()));
        }
        for (Path added : fax.files().subList(1, fax.files().size())) {
            attachments.add(new Mailer.Attachment(
                    String.valueOf(added.getFileName()), "application/octet-stream", Files.readAllBytes(added)));
        }
        String pages = fax.pages() == 1 ? "1 page" : fax.pages() + " pages";
        try {
            new Mailer(mail)
                    .send(new Mailer.Mail(
                            "fax-" + fax.jobId(),
                            target.to(),
                            FaxFile.title(fax) + ", " + pages,
                            text(fax, pages),
                            fax.receivedAt(),
                            attachments));
            return RoutingResult.done();
        } catch (MessagingException cause) {
            return failure(mail, cause);
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
            text.append("%-10s%s\r\n".formatted(name + ":", value));
        }
    }

    /** What the server will refuse tomorrow as well is no reason to ask again (RFC 5321 clause 4.2.1: 5yz). */
    private static RoutingResult failure(MailSettings mail, MessagingException cause) {
        String where = mail.host() + ":" + mail.port();
        if (cause instanceof AuthenticationFailedException) {
            return RoutingResult.tryAgain("The mail server " + where + " does not accept user and password: "
                    + said(cause) + " Correct them in the settings mail.");
        }
        boolean permanent = false;
        for (Throwable link = cause; link instanceof MessagingException each; link = each.getNextException()) {
            int code = switch (each) {
                case SMTPAddressFailedException failed -> failed.getReturnCode();
                case SMTPSendFailedException failed -> failed.getReturnCode();
                default -> 0;
            };
            permanent |= code >= 500 && code < 600;
        }
        String text = (cause instanceof SendFailedException ? "The mail server " : "The mail server at ")
                + where
                + (permanent ? " refuses the mail: " : " did not take the mail: ")
                + said(cause);
        return permanent ? RoutingResult.failed(text) : RoutingResult.tryAgain(text);
    }

    /** The last word of the mail server, without line ends. */
    private static String said(MessagingException cause) {
        Throwable last = cause;
        while (last instanceof MessagingException each && each.getNextException() != null) {
            last = each.getNextException();
        }
        String text = String.valueOf(last.getMessage()).replaceAll("\\s+", " ").strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
