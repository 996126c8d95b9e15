package org.caselli.service.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Reads mail addresses that somebody has typed. What is none is an {@link IllegalArgumentException} with a sentence. */
public final class Addresses {
    /** RFC 5321 clause 4.5.3.1.3: a path has 256 octets, two of which are brackets. */
    private static final int LONGEST = 254;

    /** RFC 5321 clause 4.1.2: Dot-string, and a domain or an address literal. Who has a quoted local part writes another. */
    private static final Pattern MAILBOX = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[0-9A-Za-z:.]+])");

    private Addresses() {}

    /** One bare address, {@code anna@example.org}: no name, no second one, no control character. */
    public static InternetAddress one(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("The mail address has " + text.length()
                    + " characters; the longest there are have " + LONGEST + ".");
        }
        if (!MAILBOX.matcher(text).matches() || text.indexOf('@') > 64) { // RFC 5321 clause 4.5.3.1.1
            throw new IllegalArgumentException("\"" + shown(text) + "\" is no mail address such as anna@example.org.");
        }
        try {
            var address = new InternetAddress(text, true);
            address.validate();
            return address;
        } catch (AddressException cause) {
            throw new IllegalArgumentException(
                    "\"" + shown(text) + "\" is no mail address: " + cause.getMessage() + ".", cause);
        }
    }

    /** One or several with commas between them, which may have names: {@code Anna <anna@example.org>, bert@example.org}. */
    public static List<InternetAddress> several(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "\"" + shown(text) + "\" is no mail address: it has a control character.");
        }
        try {
            var all = List.of(InternetAddress.parse(text, true));
            for (InternetAddress each : all) {
                check(each);
                String name = each.getPersonal();
                if (name != null) {
                    // As it may stand in a header, whatever it was written in.
                    each.setPersonal(Mailer.clean(name), StandardCharsets.UTF_8.name());
                }
            }
            return all;
        } catch (AddressException | UnsupportedEncodingException cause) {
            throw new IllegalArgumentException(
                    "\"" + shown(text) + "\" is no mail address: " + cause.getMessage() + ".", cause);
        }
    }

    private static void check(InternetAddress each) throws AddressException {
        each.validate();
        String address = each.getAddress();
        if (!address.contains("@")) {
            throw new AddressException("it has no @");
        }
        if (each.isGroup()) {
            throw new AddressException("it is a group; give the addresses of its members");
        }
        if (!address.chars().allMatch(character -> character < 128)) {
            throw new AddressException("it has letters that only a mail server with SMTPUTF8 takes");
        }
        String name = each.getPersonal();
        if (name != null && name.length() > LONGEST) {
            throw new AddressException("its name has more than " + LONGEST + " characters");
        }
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "...";
    }
}
