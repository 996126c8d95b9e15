package org.caselli.service.settings;

import java.util.List;
import java.util.Optional;

/**
 * What became of a configuration file.
 *
 * @param done     whether the changes were made
 * @param changes  what was changed, or would have been
 * @param problems why nothing was changed, in the order of the file
 * @param notes    what the administrator still has to do
 */
public record Applied(boolean done, List<Change> changes, List<String> problems, List<String> notes) {
    /** @param entry what was changed: {@code trunks.berlin} */
    public record Change(Kind kind, String entry, List<Difference> members) {
        /** What happened to the entry. */
        public enum Kind {
            ADDED,
            CHANGED,
            REMOVED
        }

        public Change {
            members = List.copyOf(members);
        }
    }

    /** A member before and after, as the file writes its value; empty where it was not, or is no more. */
    public record Difference(String member, Optional<String> before, Optional<String> after) {}

    public Applied {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    static Applied refused(List<String> problems) {
        return new Applied(false, List.of(), problems, List.of());
    }
}
