package org.caselli.objectmodel.faxcomex;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.caselli.client.CaselliClient;

/** A mail server, and what it was given. */
final class Mails implements AutoCloseable {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    Mails() {
        server.start();
    }

    /** From now on the fax server mails its receipts here. */
    void serve(CaselliClient administrator) {
        String tag = administrator.settings().section("receipts").tag();
        administrator
                .settings()
                .change(
                        "receipts",
                        Map.of(
                                "sender",
                                "fax@rossi.example",
                                "host",
                                "127.0.0.1",
                                "port",
                                server.getSmtp().getPort()),
                        tag);
    }

    /** Those to this address. */
    List<MimeMessage> to(String address) {
        return Stream.of(server.getReceivedMessages())
                .filter(mail -> {
                    try {
                        return List.of(mail.getHeader("To")).contains(address);
                    } catch (MessagingException cause) {
                        throw new AssertionError(cause);
                    }
                })
                .toList();
    }

    static String text(MimeMessage mail) {
        return GreenMailUtil.getWholeMessage(mail);
    }

    @Override
    public void close() {
        server.stop();
    }
}
