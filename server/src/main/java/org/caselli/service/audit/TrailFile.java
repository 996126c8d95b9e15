package org.caselli.service.audit;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A trail that was exported as JSON Lines: verified line by line, without a server. */
public final class TrailFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private TrailFile() {}

    /**
     * Verifies that the entries of a file are as they were written, and that none is missing between the first and the last.
     * A file may begin anywhere in the chain.
     *
     * @param noted what somebody has noted of the chain; the file has to come so far
     */
    public static Verification verify(BufferedReader file, Optional<Verification.Head> noted) throws IOException {
        var chain = Chain.part(noted);
        long number = 0;
        for (String line = file.readLine(); line != null; line = file.readLine()) {
            number++;
            Optional<AuditEntry> entry = parse(line);
            if (entry.isEmpty()) {
                return chain.with(Optional.of(new Verification.Broken(
                        chain.with(Optional.empty()).head().sequence() + 1,
                        "Line " + number + " of the file is not an entry as the server exports them.")));
            }
            Optional<Verification.Broken> broken = chain.follow(entry.get());
            if (broken.isPresent()) {
                return chain.with(broken);
            }
        }
        return chain.end();
    }

    /** The entry of a line; empty if it is not exactly the line of any entry. */
    static Optional<AuditEntry> parse(String line) {
        try {
            Map<String, Object> members = MAPPER.fromJsonObject(line);
            if (!(members.get("sequence") instanceof Number sequence)
                    || !(members.get("facts") instanceof Map<?, ?> facts)) {
                return Optional.empty();
            }
            var entry = new AuditEntry(
                    sequence.longValue(),
                    Instant.parse(text(members, "at")),
                    text(members, "account"),
                    text(members, "actor"),
                    text(members, "address"),
                    text(members, "node"),
                    text(members, "action"),
                    text(members, "subject"),
                    AuditEntry.Result.valueOf(text(members, "result").toUpperCase(Locale.ROOT)),
                    Canonical.of(facts),
                    text(members, "previous"),
                    text(members, "hash"));
            return entry.line().equals(line) ? Optional.of(entry) : Optional.empty();
        } catch (JsonException | DateTimeException | IllegalArgumentException | IllegalStateException notOne) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, Object> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " is no text.");
    }
}
