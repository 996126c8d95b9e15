package org.caselli.http;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.caselli.service.Listing;
import org.caselli.service.notice.ActivityLine;

/** The activity log as the rows of a CSV file, part by part. */
final class ActivityCsv implements Supplier<Optional<String>> {
    static final String HEAD = ActivityLine.commaSeparated(ActivityLine.COLUMNS) + "\r\n";

    private final Function<Optional<String>, Listing<ActivityLine>> parts;
    private boolean begun;
    private Optional<String> next = Optional.empty();

    /** @param parts answers with the part after a cursor */
    ActivityCsv(Function<Optional<String>, Listing<ActivityLine>> parts) {
        this.parts = parts;
    }

    @Override
    public Optional<String> get() {
        if (begun && next.isEmpty()) {
            return Optional.empty();
        }
        Listing<ActivityLine> part = parts.apply(next);
        begun = true;
        next = part.next();
        var text = new StringBuilder();
        part.items().forEach(line -> text.append(line.commaSeparated()).append("\r\n"));
        return Optional.of(text.toString());
    }
}
