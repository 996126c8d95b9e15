package org.caselli.faxcomex;

/**
 * Incoming archive settings and messages. On v3 servers all settings, Refresh and Save are unsupported (use
 * FaxConfiguration); GetMessage/GetMessages remain.
 *
 * <p>Obtained from {@code FaxFolders.IncomingArchive}.
 *
 * <p>settings cached; Save writes, Refresh reloads (v1/v2 servers).
 */
public interface FaxIncomingArchive {
    /**
     * Archive successfully received faxes. Default True.
     *
     * <p>Right needed: QUERY_CONFIG; Save MANAGE_CONFIG. Errors: v3: 0x80070032 expected (page: "returns an
     * error").
     */
    boolean isUseArchive();

    /**
     * Sets {@link #isUseArchive()}.
     */
    void setUseArchive(boolean value);

    /**
     * Full path of the folder on the server. Max 180 characters.
     *
     * <p>Right needed: same. Errors: FAX_E_NOT_NTFS, FAX_E_DIRECTORY_IN_USE, FAX_E_FILE_ACCESS_DENIED, 0x8007006F.
     */
    String getArchiveFolder();

    /**
     * Sets {@link #getArchiveFolder()}.
     */
    void setArchiveFolder(String value);

    /**
     * Write an event-log warning when the archive grows over the high mark. Default False.
     *
     * <p>Right needed: same.
     */
    boolean isSizeQuotaWarning();

    /**
     * Sets {@link #isSizeQuotaWarning()}.
     */
    void setSizeQuotaWarning(boolean value);

    /**
     * MB. Warning threshold. Default 0. Must be ≥ low mark when UseArchive.
     *
     * <p>Right needed: same. Errors: E_INVALIDARG.
     */
    int getHighQuotaWaterMark();

    /**
     * Sets {@link #getHighQuotaWaterMark()}.
     */
    void setHighQuotaWaterMark(int value);

    /**
     * MB. After a warning no further one until size has dropped under this mark. Default 0.
     *
     * <p>Right needed: same.
     */
    int getLowQuotaWaterMark();

    /**
     * Sets {@link #getLowQuotaWaterMark()}.
     */
    void setLowQuotaWaterMark(int value);

    /**
     * Days messages are kept; older ones deleted by the service. 0 = keep forever (default).
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
     * High 32 bits. Size = low + high·2^32, both unsigned. Both 0xFFFFFFFF = size unknown.
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
     * Write settings; fires OnIncomingArchiveConfigChange.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG. Errors: v3: error.
     */
    void save();

    /**
     * New forward iterator; argument = prefetch size, default 100.
     *
     * <p>Right needed: QUERY_IN_ARCHIVE.
     */
    FaxIncomingMessageIterator getMessages(int prefetchSize);

    /**
     * The same with the documented default.
     */
    default FaxIncomingMessageIterator getMessages() {
        return getMessages(FaxConstants.lDEFAULT_PREFETCH_SIZE);
    }

    /**
     * Message by id.
     *
     * <p>Right needed: QUERY_IN_ARCHIVE. Errors: FAX_E_MESSAGE_NOT_FOUND.
     */
    FaxIncomingMessage getMessage(String messageId);

    /** How many bytes the archive takes: both halves together. Not in the original. */
    default long getSize() {
        return (Integer.toUnsignedLong(getSizeHigh()) << 32) | Integer.toUnsignedLong(getSizeLow());
    }
}
