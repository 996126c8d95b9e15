package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * How this server sends mail (the SMTP part of the documented FaxReceiptOptions).
 *
 * @param host              of the mail server; empty: no mail is sent
 * @param port              1 to 65535; 25, 587 (STARTTLS) and 465 (TLS) are usual
 * @param sender            the address that mails come from
 * @param security          how the connection is protected
 * @param user              for the login, as basic authentication; empty for none
 * @param password          of the user; never shown again
 * @param forInboundRouting whether received faxes may be routed by mail: the documented UseForInboundRouting
 */
@Json
public record MailSettings(
        String host,
        int port,
        String sender,
        Security security,
        String user,
        @Secret String password,
        boolean forInboundRouting)
        implements Section {
    /** How the connection to the mail server is protected. */
    public enum Security {
        /** Not at all. */
        NONE,
        /** It begins in the open and must become TLS before anything is said (RFC 3207). */
        STARTTLS,
        /** TLS from the first octet (RFC 8314). */
        TLS
    }

    /** No mail server. Routing by mail is possible as soon as there is one. */
    public static final MailSettings STANDARD = new MailSettings("", 25, "", Security.NONE, "", "", true);

    public MailSettings {
        Check.length("host", host, 253);
        Check.within("port", port, 1, 65_535);
        Check.length("sender", sender, 254);
        Check.length("user", user, 253);
        Check.length("password", password, 253);
        if (!host.isEmpty() && !sender.matches("[^@\\s<>]+@[^@\\s<>]+")) {
            throw new IllegalArgumentException(
                    "sender is \"" + sender + "\"; give the mail address that faxes and receipts shall come from.");
        }
    }

    /** Whether mail can be sent. */
    public boolean isSet() {
        return !host.isEmpty();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MailSettings[host=" + host + ", port=" + port + ", sender=" + sender + ", security=" + security
                + ", user=" + user + ", forInboundRouting=" + forInboundRouting + "]";
    }
}
