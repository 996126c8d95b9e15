package org.caselli.service.access;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caselli.service.Refusal;

/**
 * What is to be said of an account; what is absent stays as it is, or is of a new one nothing.
 *
 * @param displayName at most 100 characters
 * @param email       one address, or empty
 */
public record AccountForm(
        Optional<String> displayName, Optional<String> email, Optional<Boolean> disabled, Optional<Set<Right>> rights) {
    /** Nothing. */
    public static final AccountForm NONE =
            new AccountForm(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Ours, and no more than a mistake is caught by: the mail server has the last word (RFC 5321 clause 4.5.3.1). */
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;:\"()\\[\\]]{1,64}@[A-Za-z0-9.-]{1,189}");

    private static final int LONGEST = 100;

    public AccountForm {
        displayName = displayName.map(String::strip);
        email = email.map(String::strip);
        displayName.ifPresent(text -> text("displayName", text));
        if (email.isPresent() && !email.get().isEmpty() && !isEmail(email.get())) {
            throw new Refusal(
                    Refusal.Kind.INVALID, "The e-mail address is none.", "Give one such as ann@example.org, or none.");
        }
    }

    /** The same with these rights. */
    public AccountForm withRights(Set<Right> wanted) {
        return new AccountForm(displayName, email, disabled, Optional.of(Set.copyOf(wanted)));
    }

    /** The same, disabled or not. */
    public AccountForm withDisabled(boolean wanted) {
        return new AccountForm(displayName, email, Optional.of(wanted), rights);
    }

    static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    static boolean isText(String text) {
        return text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    static void text(String what, String text) {
        if (!isText(text)) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    what + " is longer than " + LONGEST + " characters, or has control characters.",
                    "Give a short text of one line.");
        }
    }
}
