package org.caselli.faxcomex;

/**
 * The sent faxes, and how they are kept. From {@link FaxFolders#getOutgoingArchive()}. Only delivered faxes are here;
 * failed ones are in the queue. The settings are a copy as in {@link FaxOutgoingQueue}; they are one set for sent and
 * received faxes, the same as in {@link FaxConfiguration}. On servers of Windows Vista and later these settings,
 * Refresh and Save only fail; here both ways work.
 */
public interface FaxOutgoingArchive {
    /**
     * Whether faxes are kept at all; true by default. One switch for sent and received ones. Needs
     * {@code far2QUERY_CONFIG}.
     */
    boolean isUseArchive();

    /** Sets {@link #isUseArchive()}. {@link #save()} writes it. */
    void setUseArchive(boolean value);

    /**
     * A folder on the server that gets every kept fax as a file with a readable name; empty (the default) for none: the
     * faxes themselves lie in the server's own storage. One for sent and received ones, with a folder below it for
     * each. Needs {@code far2QUERY_CONFIG}.
     */
    String getArchiveFolder();

    /**
     * Sets the folder, an absolute path on the server's machine of at most 4096 characters (180 on Windows); empty for
     * none. {@link #save()} writes it. What is there already is not moved.
     */
    void setArchiveFolder(String value);

    /**
     * Whether somebody is warned when the archives have grown too large; false by default. Nothing is refused or
     * deleted for that. Needs {@code far2QUERY_CONFIG}.
     */
    boolean isSizeQuotaWarning();

    /** Sets {@link #isSizeQuotaWarning()}. {@link #save()} writes it. */
    void setSizeQuotaWarning(boolean value);

    /** From how many MB (1,000,000 bytes) on there is a warning; 0 by default. Needs {@code far2QUERY_CONFIG}. */
    int getHighQuotaWaterMark();

    /** Sets {@link #getHighQuotaWaterMark()}: MB, 0 or more. {@link #save()} writes it. */
    void setHighQuotaWaterMark(int value);

    /**
     * Below how many MB the archives must have been before there is another warning; at most the high mark, 0 by
     * default. Needs {@code far2QUERY_CONFIG}.
     */
    int getLowQuotaWaterMark();

    /** Sets {@link #getLowQuotaWaterMark()}: MB, 0 to {@link #getHighQuotaWaterMark()}. {@link #save()} writes it. */
    void setLowQuotaWaterMark(int value);

    /**
     * After how many days a fax is deleted, 0 to 36500; 0, the default, keeps it for ever. Needs
     * {@code far2QUERY_CONFIG}.
     */
    int getAgeLimit();

    /** Sets {@link #getAgeLimit()}: days, 0 to 36500; 0 keeps them for ever. {@link #save()} writes it. */
    void setAgeLimit(int value);

    /**
     * The lower 32 bits of how many bytes the sent faxes take, without sign; see {@link #getSize()}. As it was when
     * first asked or refreshed. Needs {@code far2QUERY_CONFIG}.
     */
    int getSizeLow();

    /** The upper 32 bits of the same. On Windows both are all ones if it is unknown; here it is always known. */
    int getSizeHigh();

    /** Reads settings and size again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}. */
    void refresh();

    /**
     * Writes all settings of this object in one step. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}.
     * Listeners are told by {@link FaxServerNotify#onOutgoingArchiveConfigChange(FaxServer)} and its twin.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if a value is out of range or the low mark above the high one,
     *     FAX_E_FILE_ACCESS_DENIED if the server may not write into the folder, FAX_E_DIRECTORY_IN_USE if it is taken,
     *     ERROR_REVISION_MISMATCH if somebody else has changed one of them since they were read. Nothing is saved then
     */
    void save();

    /**
     * The sent faxes one after the other, newest first, as {@link FaxOutgoingMessageIterator} tells; the server is
     * asked when it is first used. One sees the own ones, and all with {@code far2QUERY_ARCHIVES}.
     *
     * @param prefetchSize how many are read at once and held, 1 or more; {@link FaxConstants#lDEFAULT_PREFETCH_SIZE} is
     *     the usual. The server gives a thousand in one answer, so more of them are several requests
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is less than 1
     */
    FaxOutgoingMessageIterator getMessages(int prefetchSize);

    /** The same, read 100 at once. */
    default FaxOutgoingMessageIterator getMessages() {
        return getMessages(FaxConstants.lDEFAULT_PREFETCH_SIZE);
    }

    /**
     * The sent fax with this id, which is that of its job. Same rights as {@link #getMessages(int)}.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if there is none, or it is not to be seen
     */
    FaxOutgoingMessage getMessage(String messageId);

    /** How many bytes the sent faxes take: both halves together. Not in the original. */
    default long getSize() {
        return (Integer.toUnsignedLong(getSizeHigh()) << 32) | Integer.toUnsignedLong(getSizeLow());
    }
}
