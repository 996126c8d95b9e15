package org.caselli.image.tiff;

import java.time.LocalDateTime;
import java.util.Optional;
import org.caselli.image.Coding;

/**
 * How a TIFF class F file is to be written.
 *
 * @param coding            of every page: MH and MR as TIFF compression 3, MMR as compression 4
 * @param leastSignificantFirst the first dot in the lowest bit of an octet (fill order 2), as some old readers want it
 * @param totalPages        goes into PageNumber; 0 where it is not yet known (RFC 2306 clause 3.4)
 * @param description       ImageDescription; empty for none. Characters beyond ASCII become '?'
 * @param written           DateTime; empty for none
 */
public record TiffOptions(
        Coding coding,
        boolean leastSignificantFirst,
        int totalPages,
        String description,
        Optional<LocalDateTime> written) {
    /** MMR, most significant bit first, nothing optional: the smallest file. */
    public static final TiffOptions PLAIN = of(Coding.MMR);

    public TiffOptions {
        if (totalPages < 0 || totalPages > 0xFFFF) {
            throw new IllegalArgumentException(
                    totalPages + " pages are outside 0 to 65535, all that PageNumber holds.");
        }
    }

    public static TiffOptions of(Coding coding) {
        return new TiffOptions(coding, false, 0, "", Optional.empty());
    }

    public TiffOptions withTotalPages(int pages) {
        return new TiffOptions(coding, leastSignificantFirst, pages, description, written);
    }

    public TiffOptions withDescription(String text) {
        return new TiffOptions(coding, leastSignificantFirst, totalPages, text, written);
    }

    public TiffOptions withWritten(LocalDateTime time) {
        return new TiffOptions(coding, leastSignificantFirst, totalPages, description, Optional.of(time));
    }
}
