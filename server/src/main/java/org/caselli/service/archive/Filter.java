package org.caselli.service.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * Which messages of an archive are meant; all conditions together. What is absent or empty does not matter.
 *
 * @param from       the transmission ended at this time or later
 * @param to         the transmission ended before this time
 * @param number     the other side's number, or the one that was called: its first or its last digits. Signs between digits
 *                   do not matter; {@code +49 30} only matches at the beginning
 * @param sender     words of the sender's name, or of the identity of the machine that sent
 * @param device     the line's name
 * @param read       read or not
 * @param complete   received completely or in part; everything in the outgoing archive is complete
 * @param submission only the faxes of this submission; nothing in the incoming archive has one
 * @param search     words that stand anywhere in it: numbers (as in {@code number}), names, subject, document, station
 *                   identities. A word that ends in {@code *} matches every word that begins so. Case and accents do not
 *                   matter
 */
public record Filter(
        Optional<Instant> from,
        Optional<Instant> to,
        String number,
        String sender,
        String device,
        Optional<Boolean> read,
        Optional<Boolean> complete,
        String submission,
        String search) {
    /** Everything. */
    public static final Filter ALL =
            new Filter(Optional.empty(), Optional.empty(), "", "", "", Optional.empty(), Optional.empty(), "", "");

    public Filter {
        number = number.strip();
        sender = sender.strip();
        device = device.strip();
        submission = submission.strip();
        search = search.strip();
    }

    /** The same with these words to search for. */
    public Filter withSearch(String words) {
        return new Filter(from, to, number, sender, device, read, complete, submission, words);
    }

    /** The same, but only those that are read, or are not. */
    public Filter withRead(boolean wanted) {
        return new Filter(from, to, number, sender, device, Optional.of(wanted), complete, submission, search);
    }

    /** The same with this beginning or end of the number. */
    public Filter withNumber(String digits) {
        return new Filter(from, to, digits, sender, device, read, complete, submission, search);
    }

    /** The same within this time. */
    public Filter between(Instant begin, Instant end) {
        return new Filter(
                Optional.of(begin), Optional.of(end), number, sender, device, read, complete, submission, search);
    }

    /** The same on this line. */
    public Filter onDevice(String name) {
        return new Filter(from, to, number, sender, name, read, complete, submission, search);
    }
}
