package org.caselli.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.service.Listing;
import org.caselli.service.notice.ActivityLine;

/** The activity log as a CSV file, read part by part while it is sent, so that a year of it takes no more memory. */
final class CsvStream extends InputStream {
    private final Function<Optional<String>, Listing<ActivityLine>> parts;
    private byte[] held = (ActivityLine.commaSeparated(ActivityLine.COLUMNS) + "\r\n").getBytes(StandardCharsets.UTF_8);
    private int at;
    private boolean begun;
    private Optional<String> next = Optional.empty();

    /** @param parts answers with the part after a cursor */
    CsvStream(Function<Optional<String>, Listing<ActivityLine>> parts) {
        this.parts = parts;
    }

    @Override
    public int read() {
        return fill() ? held[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, held.length - at);
        System.arraycopy(held, at, to, offset, count);
        at += count;
        return count;
    }

    private boolean fill() {
        while (at == held.length) {
            if (begun && next.isEmpty()) {
                return false;
            }
            Listing<ActivityLine> part = parts.apply(next);
            begun = true;
            next = part.next();
            var text = new StringBuilder();
            part.items().forEach(line -> text.append(line.commaSeparated()).append("\r\n"));
            held = text.toString().getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        return true;
    }
}
