package org.caselli.service.archive;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Readable names of files. Nothing that came from outside gets into them but letters, digits and a few harmless signs. */
final class Names {
    /** Ours: 40 letters of any script are at most 160 octets, so that a name stays below the 255 of all file systems. */
    private static final int LONGEST = 40;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HHmm", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu/MM", Locale.ROOT);

    private Names() {}

    /** "2026-11-21 0930 from +4930123 (3 pages) 0123456789abcdef", without an ending. */
    static String of(ReceivedFax fax, ZoneId zone) {
        return name(fax.endedAt(), zone, "from", fax.from(), fax.pages(), fax.id());
    }

    /** The same of a fax that was sent. */
    static String of(SentFax fax, ZoneId zone) {
        return name(fax.endedAt(), zone, "to", fax.number(), fax.pages(), fax.id());
    }

    private static String name(Instant at, ZoneId zone, String toOrFrom, String who, int pages, String id) {
        String peer = safe(who);
        return TIME.format(at.atZone(zone)) + (peer.isEmpty() ? "" : " " + toOrFrom + " " + peer) + " ("
                + (pages == 1 ? "1 page" : pages + " pages") + ") " + id;
    }

    /** "Inbox/2026/11": the folder below the archive folder. */
    static String folder(Box box, Instant at, ZoneId zone) {
        return box.folder() + "/" + MONTH.format(at.atZone(zone));
    }

    static String safe(String text) {
        String plain = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        var safe = new StringBuilder();
        plain.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isLetterOrDigit(c) || "+-_@ ".indexOf(c) >= 0 ? c : '_')
                .forEach(safe::appendCodePoint);
        return safe.toString().strip();
    }
}
