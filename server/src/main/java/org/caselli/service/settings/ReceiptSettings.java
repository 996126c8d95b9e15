package org.caselli.service.settings;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * How this server sends mail, and which receipts may be asked for: the documented FaxReceiptOptions. Whatever the server
 * mails goes this way, delivery receipts and received faxes alike.
 *
 * @param host              of the mail server; empty: no mail is sent
 * @param port              1 to 65535; 25, 587 (STARTTLS) and 465 (TLS) are usual
 * @param sender            the address that mails come from, and that gets them back where they cannot be delivered
 * @param security          how the connection is protected
 * @param authentication    how the server makes itself known to the mail server
 * @param user              for basic authentication, and whose mailbox it is with a token
 * @param password          of the user; never shown again
 * @param tokenUrl          where a token is to be had (RFC 6749 clause 3.2); https, or http on this machine
 * @param clientId          of this server at that place
 * @param clientSecret      of the same; never shown again
 * @param scope             what the token is asked for, as the mail server's operator says; perhaps empty
 * @param allowed           which receipts a submission may ask for: the documented AllowedReceipts
 * @param forInboundRouting whether received faxes may be routed by mail: the documented UseForInboundRouting
 * @param attachment        as which file a fax goes with its receipt
 * @param attachmentLimit   MB (10^6 octets) of that file, 1 to 100; a larger one is left out, and the receipt says so
 * @param giveUpAfter       how long a receipt is tried that the mail server does not take, 0 to 30 days
 */
@Json
public record ReceiptSettings(
        String host,
        int port,
        String sender,
        Security security,
        Authentication authentication,
        String user,
        @Secret String password,
        String tokenUrl,
        String clientId,
        @Secret String clientSecret,
        String scope,
        Allowed allowed,
        boolean forInboundRouting,
        Attachment attachment,
        int attachmentLimit,
        Duration giveUpAfter)
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

    /** FAX_SMTP_AUTHENTICATION_TYPE_ENUM, and what has come since. */
    public enum Authentication {
        /** None. */
        ANONYMOUS,
        /** User and password (RFC 4954). */
        BASIC,
        /** Documented, and not spoken here: no settings can have it. */
        NTLM,
        /** A token that is got with the client's id and secret (RFC 6749 clause 4.4) and shown as XOAUTH2. */
        OAUTH2
    }

    /** The bits of FAX_RECEIPT_TYPE_ENUM that a server of today knows. */
    public enum Allowed {
        /** No receipts. */
        NONE,
        /** By mail. */
        MAIL
    }

    /** A fax as a file. */
    public enum Attachment {
        PDF,
        TIFF
    }

    /** No mail server. Receipts and routing by mail are possible as soon as there is one. */
    public static final ReceiptSettings STANDARD = new ReceiptSettings(
            "",
            25,
            "",
            Security.NONE,
            Authentication.ANONYMOUS,
            "",
            "",
            "",
            "",
            "",
            "",
            Allowed.MAIL,
            true,
            Attachment.PDF,
            10,
            Duration.ofDays(4)); // RFC 5321 clause 4.5.4.1: at least 4 to 5 days

    public ReceiptSettings {
        Check.length("host", host, 253);
        Check.within("port", port, 1, 65_535);
        Check.length("sender", sender, 254);
        Check.length("user", user, 253);
        Check.length("password", password, Members.MOST_SEALED);
        Check.length("tokenUrl", tokenUrl, 2000);
        Check.length("clientId", clientId, 500);
        Check.length("clientSecret", clientSecret, Members.MOST_SEALED);
        Check.length("scope", scope, 2000);
        Check.within("attachmentLimit", attachmentLimit, 1, 100);
        Check.within("giveUpAfter", giveUpAfter, Duration.ZERO, Duration.ofDays(30));
        if ((host + user + tokenUrl + clientId + scope).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "host, user, tokenUrl, clientId or scope has a control character; give plain text.");
        }
        if ((!host.isEmpty() || !sender.isEmpty()) && !sender.matches("[\\x21-\\x7E&&[^@<>]]+@[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException("sender is \"" + Check.shown(sender)
                    + "\"; give the mail address that faxes and receipts shall come from.");
        }
        if (authentication == Authentication.NTLM) {
            throw new IllegalArgumentException("authentication is ntlm, which mail servers have given up and this one"
                    + " does not speak; give basic with user and password, or oauth2.");
        }
        if (!tokenUrl.isEmpty()
                && !tokenUrl.matches("https://[^\\s/]+(/\\S*)?")
                && !tokenUrl.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]+)?(/\\S*)?")) {
            throw new IllegalArgumentException(
                    "tokenUrl is \"" + Check.shown(tokenUrl) + "\"; give an address that begins with https://.");
        }
    }

    /** Why no mail can be sent with these, as a sentence with its remedy; empty if one can be tried. */
    public Optional<String> unusable() {
        if (host.isEmpty()) {
            return Optional.of("No mail server is set. Set host and sender in the settings receipts.");
        }
        if (authentication == Authentication.BASIC && (user.isEmpty() || password.isEmpty())) {
            return Optional.of("The mail server is to get user and password, and one of them is not set."
                    + " Set both in the settings receipts, or authentication to anonymous.");
        }
        if (authentication == Authentication.OAUTH2
                && (user.isEmpty() || tokenUrl.isEmpty() || clientId.isEmpty() || clientSecret.isEmpty())) {
            return Optional.of("The mail server is to get a token, and user, tokenUrl, clientId or clientSecret is not"
                    + " set. Set all four in the settings receipts.");
        }
        return Optional.empty();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "ReceiptSettings[host=" + host + ", port=" + port + ", sender=" + sender + ", security=" + security
                + ", authentication=" + authentication + ", user=" + user + ", tokenUrl=" + tokenUrl + ", clientId="
                + clientId + ", scope=" + scope + ", allowed=" + allowed + ", forInboundRouting=" + forInboundRouting
                + ", attachment=" + attachment + ", attachmentLimit=" + attachmentLimit + ", giveUpAfter="
                + giveUpAfter + "]";
    }
}
