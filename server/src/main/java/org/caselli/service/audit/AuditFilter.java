package org.caselli.service.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries are meant; all conditions together.
 *
 * @param actor   the id of an account, or the name that it had when it acted
 * @param action  such as {@code fax.viewed}
 * @param subject such as {@code incoming/messages/0123456789abcdef}
 * @param from    at this time or later
 * @param to      before this time
 */
public record AuditFilter(
        Optional<String> actor,
        Optional<String> action,
        Optional<String> subject,
        Optional<AuditEntry.Result> result,
        Optional<Instant> from,
        Optional<Instant> to) {
    /** Everything. */
    public static final AuditFilter ALL = new AuditFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
