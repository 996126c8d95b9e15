package org.caselli.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How messages of an archive are deleted: one, or all that fit; for good, or only asked. */
final class Deleting {
    @Option(names = "--dry-run", description = "Only tell what would be deleted.")
    boolean dryRun;

    @Option(names = "--all", description = "Everything that fits the other options, or simply everything.")
    boolean all;

    /** Whether one message is meant; a failure if it is not clear which are. */
    boolean isOne(@Nullable String id, Wanted wanted) {
        if (id != null && (all || dryRun || !wanted.filter().isEmpty())) {
            throw new Failure(Exit.USAGE, "Give either the id of one fax, or options that say which are meant.");
        }
        if (id == null && !all && wanted.filter().isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "Nothing says which faxes are to be deleted. Give an id, or options such as --to and --number, or --all.");
        }
        return id != null;
    }

    static int gone(Session session, @Nullable String id) {
        if (session.json()) {
            session.terminal().json(Map.of("deleted", String.valueOf(id)));
        } else {
            session.terminal().line("Fax " + id + " is deleted.");
        }
        return Exit.DONE;
    }

    /** "12 faxes with 3.4 MB would be deleted (the newest 10 are shown)." */
    static String sum(long messages, long octets, int shown, Deleting how) {
        String faxes = (messages == 1 ? "1 fax" : messages + " faxes") + " with " + Words.octets(octets);
        if (!how.dryRun) {
            return faxes + (messages == 1 ? " was deleted." : " were deleted.");
        }
        return faxes + " would be deleted" + (shown < messages ? " (the newest " + shown + " are shown)." : ".");
    }
}
