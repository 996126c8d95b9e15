package org.caselli.service.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * One entry of the audit trail.
 *
 * @param sequence 1 for the first that there ever was; no number is left out
 * @param at       in whole milliseconds
 * @param account  the id of the account that acted; empty if it was none
 * @param actor    the name that it had then; {@code server} for what the server did by itself
 * @param address  from where the request came; empty for the server itself
 * @param node     the server that did it
 * @param action   what was done: {@code fax.viewed}
 * @param subject  to what, mostly as its address below {@code /api/v1}: {@code incoming/messages/0123456789abcdef}
 * @param facts    more of it, as canonical JSON
 * @param previous the hash of the entry before; {@link #NONE} if it is the first
 * @param hash     SHA-256 of {@link #canonical()}, in hexadecimal
 */
public record AuditEntry(
        long sequence,
        Instant at,
        String account,
        String actor,
        String address,
        String node,
        String action,
        String subject,
        Result result,
        String facts,
        String previous,
        String hash) {
    /** How it went. */
    public enum Result {
        /** It was done. */
        ALLOWED,
        /** The server did not do it, for the reason that stands in the facts. */
        REFUSED,
        /** It was allowed, and an error prevented it. */
        FAILED
    }

    /** What stands for the hash before the first entry. */
    public static final String NONE = "0".repeat(64);

    /** The columns of a CSV file. */
    public static final List<String> COLUMNS = List.of(
            "Sequence",
            "At",
            "Account",
            "Actor",
            "Address",
            "Server",
            "Action",
            "Subject",
            "Result",
            "Facts",
            "Previous",
            "Hash");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The same with the hash that it must have. */
    AuditEntry hashed() {
        return new AuditEntry(
                sequence, at, account, actor, address, node, action, subject, result, facts, previous, computedHash());
    }

    /** The hash that it must have. */
    public String computedHash() {
        return HexFormat.of().formatHex(sha256().digest(canonical().getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException cause) {
            throw new IllegalStateException("Every Java has SHA-256.", cause);
        }
    }

    /** What is hashed: all members but the hash itself, as one line of canonical JSON (RFC 8785). */
    public String canonical() {
        return line("");
    }

    /** Its line of an exported file: the same with the hash among the members. */
    public String line() {
        return line("\"hash\":\"" + hash + "\",");
    }

    /** The members in the order of their names. */
    private String line(String hashMember) {
        return "{\"account\":" + Canonical.of(account) + ",\"action\":" + Canonical.of(action) + ",\"actor\":"
                + Canonical.of(actor) + ",\"address\":" + Canonical.of(address) + ",\"at\":\"" + time()
                + "\",\"facts\":" + facts + "," + hashMember + "\"node\":" + Canonical.of(node) + ",\"previous\":"
                + Canonical.of(previous) + ",\"result\":\"" + word() + "\",\"sequence\":" + sequence + ",\"subject\":"
                + Canonical.of(subject) + "}";
    }

    /** {@link #at}, always with its milliseconds. */
    public String time() {
        return TIME.format(at);
    }

    private String word() {
        return result.name().toLowerCase(Locale.ROOT);
    }

    /** The cells of its row of a CSV file, under {@link #COLUMNS}; none is reckoned out by a spreadsheet. */
    public List<String> cells() {
        return List.of(
                Long.toString(sequence),
                time(),
                cell(account),
                cell(actor),
                cell(address),
                cell(node),
                cell(action),
                cell(subject),
                word(),
                cell(facts),
                previous,
                hash);
    }

    /** What begins like a formula gets an apostrophe; what is no visible character becomes a blank. */
    private static String cell(String text) {
        String plain = text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String bare = plain.stripLeading();
        return !bare.isEmpty() && "=+-@".indexOf(bare.charAt(0)) >= 0 ? "'" + plain : plain;
    }
}
