package org.caselli.service.cover;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A cover page of the server.
 *
 * @param name      without an ending
 * @param shipped   whether it is one that comes with the server, as it came
 * @param template  HTML with placeholders
 * @param fields    those that it shows
 * @param changedAt empty if it is as it came
 * @param changedBy the name of whoever changed it last; empty if it is as it came
 * @param version   to change it with
 */
public record CoverPage(
        String name,
        boolean shipped,
        String template,
        List<String> fields,
        Optional<Instant> changedAt,
        String changedBy,
        long version) {
    public CoverPage {
        fields = List.copyOf(fields);
    }
}
