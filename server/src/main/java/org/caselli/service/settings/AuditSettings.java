package org.caselli.service.settings;

/**
 * How long the audit trail is kept.
 *
 * @param ageLimit in days, 0 to 36500; older entries are deleted, and an entry seals the cut. 0: nothing is ever deleted
 */
public record AuditSettings(int ageLimit) implements Section {
    /** For ever. */
    public static final AuditSettings STANDARD = new AuditSettings(0);

    public AuditSettings {
        Check.within("ageLimit", ageLimit, 0, 36_500);
    }
}
