package org.caselli.service.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caselli.outcome.Outcome;

/**
 * One fax in the activity log: one that was received, wholly or in part, or one whose sending has come to an end. A job that
 * failed and was restarted has a line for each end.
 *
 * @param sequence       later lines have greater ones
 * @param node           the server that wrote it
 * @param incoming       whether it was received
 * @param startedAt      when its first or only call began; empty if none was ever made
 * @param faxId          the job's, and the message's in the archive
 * @param submissionId   empty for received faxes
 * @param device         of the last call; perhaps empty
 * @param number         the other side's; perhaps empty
 * @param calledNumber   of a received fax: which of our numbers was called
 * @param csid           identity of the machine that was called
 * @param tsid           identity of the machine that called
 * @param pages          of the fax
 * @param pagesDone      that got through
 * @param size           octets of its TIFF file; 0 where that is not known
 * @param attempts       calls that were made
 * @param bitsPerSecond  the last speed; 0 if none was agreed
 * @param connected      how long all its calls took together, from dialling to the end
 */
public record ActivityLine(
        long sequence,
        String node,
        boolean incoming,
        Instant endedAt,
        Optional<Instant> startedAt,
        String faxId,
        String submissionId,
        Outcome outcome,
        String device,
        String number,
        String calledNumber,
        String recipientName,
        String senderName,
        String subject,
        String csid,
        String tsid,
        int pages,
        int pagesDone,
        long size,
        int attempts,
        int bitsPerSecond,
        Duration connected) {
    /** The heading of each column of the files. */
    public static final List<String> COLUMNS = List.of(
            "Sequence",
            "Ended",
            "Started",
            "Id",
            "Submission",
            "Result",
            "Reason",
            "Device",
            "Number",
            "CalledNumber",
            "RecipientName",
            "SenderName",
            "Subject",
            "CSID",
            "TSID",
            "Pages",
            "PagesDone",
            "Size",
            "Attempts",
            "BitsPerSecond",
            "Seconds",
            "Server");

    /** The cells of its row, under {@link #COLUMNS}, each safe in a table that a spreadsheet opens. */
    public List<String> cells() {
        return List.of(
                Long.toString(sequence),
                endedAt.toString(),
                startedAt.map(Instant::toString).orElse(""),
                cell(faxId),
                cell(submissionId),
                outcome.name().toLowerCase(Locale.ROOT),
                cell(outcome.sentence()),
                cell(device),
                cell(number),
                cell(calledNumber),
                cell(recipientName),
                cell(senderName),
                cell(subject),
                cell(csid),
                cell(tsid),
                Integer.toString(pages),
                Integer.toString(pagesDone),
                Long.toString(size),
                Integer.toString(attempts),
                Integer.toString(bitsPerSecond),
                "%d.%03d".formatted(connected.toSeconds(), connected.toMillisPart()),
                cell(node));
    }

    /**
     * Much of this was said by other people's machines. Control characters would end a line or a column, and what begins
     * like a formula would be reckoned out by a spreadsheet; a mere number may begin with its plus sign.
     */
    private static String cell(String text) {
        String plain = text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        boolean formula = !plain.isEmpty() && "=+-@".indexOf(plain.charAt(0)) >= 0;
        return formula && !plain.matches("[+-]?[0-9 ()./-]*") ? "'" + plain : plain;
    }

    /** Its row of a file with tabs between the columns. */
    public String tabbed() {
        return String.join("\t", cells());
    }

    /** Its row of a CSV file (RFC 4180). */
    public String commaSeparated() {
        return commaSeparated(cells());
    }

    /** A row of a CSV file (RFC 4180). */
    public static String commaSeparated(List<String> cells) {
        return String.join(
                ",",
                cells.stream()
                        .map(cell ->
                                cell.matches("(?s).*[,\"\r\n].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell)
                        .toList());
    }
}
