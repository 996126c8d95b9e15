package org.caselli.service.archive;

import java.util.Optional;
import org.caselli.service.settings.ArchiveSettings;

/**
 * How the archives stand.
 *
 * @param warned whether somebody was warned of their size, and it has not been below the low mark since
 * @param files  of the archive folder
 */
public record ArchiveStatus(ArchiveSettings settings, Totals received, Totals sent, boolean warned, Files files) {
    /**
     * What is still to be done in the archive folder.
     *
     * @param waiting files that are to be written or deleted
     * @param failing those of them with which something went wrong; they are tried again
     * @param error   what went wrong last
     */
    public record Files(long waiting, long failing, Optional<String> error) {}
}
