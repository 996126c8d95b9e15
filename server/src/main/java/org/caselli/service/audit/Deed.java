package org.caselli.service.audit;

import java.util.Map;

/**
 * What an entry is about, before it is known who did it and which place it gets.
 *
 * @param facts texts, whole numbers, booleans, and lists and maps of them
 */
public record Deed(String action, String subject, AuditEntry.Result result, Map<String, ?> facts) {
    public Deed {
        facts = Map.copyOf(facts);
    }

    /** One that was done. */
    public static Deed done(String action, String subject, Map<String, ?> facts) {
        return new Deed(action, subject, AuditEntry.Result.ALLOWED, facts);
    }
}
