package org.caselli.service.archive;

import java.util.List;
import java.util.Optional;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/**
 * What a person says of a received fax (faxcomex.md §4.30). What is absent stays as it is.
 *
 * @param subject      at most 1000 characters, as the next two
 * @param senderName   who sent it
 * @param senderNumber from which fax number
 * @param hasCoverPage whether its first page is a cover page
 * @param recipients   names of the accounts that it is for, at most 10,000
 */
public record Particulars(
        Optional<String> subject,
        Optional<String> senderName,
        Optional<String> senderNumber,
        Optional<Boolean> hasCoverPage,
        Optional<List<String>> recipients) {
    /** The documented limit. */
    public static final int MOST_RECIPIENTS = 10_000;

    private static final int LONGEST = 1000;

    /** Nothing. */
    public static final Particulars NONE =
            new Particulars(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Particulars {
        for (Optional<String> text : List.of(subject, senderName, senderNumber)) {
            if (text.orElse("").length() > LONGEST) {
                throw tooMuch("A text is longer than " + LONGEST + " characters.", "Shorten it.");
            }
        }
        recipients = recipients.map(List::copyOf);
        List<String> names = recipients.orElse(List.of());
        if (names.size() > MOST_RECIPIENTS) {
            throw tooMuch(
                    names.size() + " recipients are more than " + MOST_RECIPIENTS + ".",
                    "Name at most " + MOST_RECIPIENTS + " accounts.");
        }
        for (String name : names) {
            if (name.isBlank() || name.length() > LONGEST || name.contains(Inboxes.SEPARATOR)) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        FaxError.E_INVALIDARG,
                        "One of the recipients is no name of an account.",
                        "Give names such as ann, each as one of the list.");
            }
        }
    }

    /** The same for these accounts. */
    public Particulars to(String... names) {
        return new Particulars(subject, senderName, senderNumber, hasCoverPage, Optional.of(List.of(names)));
    }

    /** The same with this subject. */
    public Particulars about(String text) {
        return new Particulars(Optional.of(text), senderName, senderNumber, hasCoverPage, recipients);
    }

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    private static Refusal tooMuch(String what, String remedy) {
        return new Refusal(Refusal.Kind.INVALID, FaxError.ERROR_BUFFER_OVERFLOW, what, remedy);
    }
}
