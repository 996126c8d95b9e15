package org.caselli.faxcom;

import java.time.Instant;
import java.util.Optional;
import org.caselli.fax.Implementation;

/**
 * Reads what a fax server has written into the TIFF of a fax: who sent it, when, and to whom. From {@link #create()};
 * needs no server, and no right but to read the file. {@link #setImage(String)} comes first; before it every other
 * getter is E_HANDLE.
 *
 * <p>What the file does not tell is empty, where the original's documents cannot agree on an empty text or
 * "Unavailable". The private tags of Windows are not published, so of its files only what stands in the usual tags is
 * told.
 */
public interface FaxTiff {
    /** The number that the telephone network gave for the caller. */
    String getCallerId();

    /** What the receiving side calls itself, usually its number. */
    String getCsid();

    /** The file that is open, as it was given; empty at first. */
    String getImage();

    /**
     * Opens a file and reads it.
     *
     * @param value the path of a TIFF
     * @throws org.caselli.fax.FaxException ERROR_FILE_NOT_FOUND if it is not there, ERROR_INVALID_DATA if it is damaged
     *     or not TIFF; what was open before stays open
     */
    void setImage(String value);

    /**
     * When the reception began, of a sent fax the transmission. Absent if the file does not tell. An instant, so the
     * original's question of UTC or local time does not arise.
     */
    Optional<Instant> getRawReceiveTime();

    /** The same for people, date and time of day in this machine's zone and language, with {@code @} between. */
    String getReceiveTime();

    /** Who was to get it. */
    String getRecipientName();

    /** The number that was dialled; of a received fax the same as {@link #getCsid()}. */
    String getRecipientNumber();

    /** What the line knew of whom it is for, such as the number that was called. */
    String getRouting();

    /** Who sent it; of a received fax mostly empty. */
    String getSenderName();

    /**
     * One field of the file's first page as text, numbers with blanks between; empty if the page has no such field.
     *
     * @param tagId the number of the TIFF tag, such as 271
     */
    String getTiffTagString(int tagId);

    /** What the sending side calls itself, usually its number. */
    String getTsid();

    /**
     * A new one, as a program on Windows gets from CoCreateInstance: of the implementation that is on the class path.
     *
     * @throws org.caselli.fax.FaxException REGDB_E_CLASSNOTREG if none is; add caselli-client
     */
    static FaxTiff create() {
        return Implementation.of(FaxTiff.class);
    }
}
