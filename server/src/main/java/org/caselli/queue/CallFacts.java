package org.caselli.queue;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What became known of a call, for people and archives. Empty or 0 is what never became known.
 *
 * @param phase           what it is doing or did last: "dialling", "training at 14400 bit/s", "page 2"
 * @param farId           the other machine's identity (CSI or TSI)
 * @param bitsPerSecond   the last speed agreed
 * @param carrier         the last modulation agreed, such as {@code V17_14400}
 * @param coding          the last coding agreed: MH, MR or MMR
 * @param errorCorrection whether T.30's error correction was in use
 */
public record CallFacts(
        String phase, String farId, int bitsPerSecond, String carrier, String coding, boolean errorCorrection) {
    /** Nothing is known yet. */
    public static final CallFacts NONE = new CallFacts("", "", 0, "", "", false);

    /** Reads the columns that carry these names in every table that has them. */
    public static CallFacts of(ResultSet row) throws SQLException {
        return new CallFacts(
                row.getString("phase"),
                row.getString("far_id"),
                row.getInt("bits_per_second"),
                row.getString("carrier"),
                row.getString("coding"),
                row.getInt("error_correction") != 0);
    }
}
