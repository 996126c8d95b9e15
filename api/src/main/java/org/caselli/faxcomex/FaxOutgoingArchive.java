package org.caselli.faxcomex;

/**
 * Outgoing archive settings and messages. v3 restriction as for the incoming archive.
 *
 * <p>Obtained from {@code FaxFolders.OutgoingArchive}.
 *
 * <p>as incoming archive.
 */
public interface FaxOutgoingArchive {
    /**
     * Archive successfully sent faxes. Default True.
     *
     * <p>Right needed: QUERY_CONFIG; Save MANAGE_CONFIG. Errors: v3: error.
     */
    boolean isUseArchive();

    /**
     * Sets {@link #isUseArchive()}.
     */
    void setUseArchive(boolean value);

    /**
     * Full folder path. (VB page: read-only; header has getter and setter.)
     *
     * <p>Right needed: same. Errors: as incoming archive.
     */
    String getArchiveFolder();

    /**
     * Sets {@link #getArchiveFolder()}.
     */
    void setArchiveFolder(String value);

    /**
     * Event-log warning switch.
     *
     * <p>Right needed: same.
     */
    boolean isSizeQuotaWarning();

    /**
     * Sets {@link #isSizeQuotaWarning()}.
     */
    void setSizeQuotaWarning(boolean value);

    /**
     * MB, upper threshold.
     *
     * <p>Right needed: same.
     */
    int getHighQuotaWaterMark();

    /**
     * Sets {@link #getHighQuotaWaterMark()}.
     */
    void setHighQuotaWaterMark(int value);

    /**
     * MB, re-arm threshold.
     *
     * <p>Right needed: same.
     */
    int getLowQuotaWaterMark();

    /**
     * Sets {@link #getLowQuotaWaterMark()}.
     */
    void setLowQuotaWaterMark(int value);

    /**
     * Days kept; 0 = unlimited.
     *
     * <p>Right needed: same.
     */
    int getAgeLimit();

    /**
     * Sets {@link #getAgeLimit()}.
     */
    void setAgeLimit(int value);

    /**
     * Low 32 bits of size in bytes.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getSizeLow();

    /**
     * High 32 bits; 0xFFFFFFFF/0xFFFFFFFF = unknown.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    int getSizeHigh();

    /**
     * Reload settings.
     *
     * <p>Right needed: QUERY_CONFIG. Errors: v3: error.
     */
    void refresh();

    /**
     * Write settings; fires OnOutgoingArchiveConfigChange.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG. Errors: v3: error.
     */
    void save();

    /**
     * New forward iterator; prefetch default 100.
     *
     * <p>Right needed: SUBMIT_LOW: own; QUERY_OUT_ARCHIVE: all.
     */
    FaxOutgoingMessageIterator getMessages(int prefetchSize);

    /**
     * The same with the documented default.
     */
    default FaxOutgoingMessageIterator getMessages() {
        return getMessages(FaxConstants.lDEFAULT_PREFETCH_SIZE);
    }

    /**
     * Message by id.
     *
     * <p>Right needed: same. Errors: FAX_E_MESSAGE_NOT_FOUND.
     */
    FaxOutgoingMessage getMessage(String messageId);

    /** How many bytes the archive takes: both halves together. Not in the original. */
    default long getSize() {
        return (Integer.toUnsignedLong(getSizeHigh()) << 32) | Integer.toUnsignedLong(getSizeLow());
    }
}
