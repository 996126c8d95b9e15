package org.caselli.faxcomex;

import java.time.LocalTime;

/**
 * The settings of the whole server: archives, both queues, accounts. From {@link FaxServer#getConfiguration()}. A copy,
 * read when first asked and again by {@link #refresh()}, which {@link #save()} writes. Reading needs
 * {@code far2QUERY_CONFIG}. The queues and archives show the same settings, in parts.
 */
public interface FaxConfiguration {
    /** Whether faxes are kept at all; true by default. One switch for sent and received ones. */
    boolean isUseArchive();

    /** Sets {@link #isUseArchive()}. {@link #save()} writes it. */
    void setUseArchive(boolean value);

    /**
     * A folder on the server that gets every kept fax as a file with a readable name, sent and received ones in a
     * folder of their own; empty (the default) for none.
     */
    String getArchiveLocation();

    /**
     * Sets the folder, an absolute path on the server's machine of at most 4096 characters; empty for none, which
     * Windows refuses while faxes are kept. {@link #save()} writes it.
     */
    void setArchiveLocation(String value);

    /**
     * Whether somebody is warned when the archives have grown too large; false by default. Nothing is refused or
     * deleted for that.
     */
    boolean isSizeQuotaWarning();

    /** Sets {@link #isSizeQuotaWarning()}. {@link #save()} writes it. */
    void setSizeQuotaWarning(boolean value);

    /** From how many MB (1,000,000 bytes) on there is a warning; 0 by default. */
    int getHighQuotaWaterMark();

    /** Sets {@link #getHighQuotaWaterMark()}: MB, 0 or more. {@link #save()} writes it. */
    void setHighQuotaWaterMark(int value);

    /**
     * Below how many MB the archives must have been before there is another warning; at most the high mark, 0 by
     * default.
     */
    int getLowQuotaWaterMark();

    /** Sets {@link #getLowQuotaWaterMark()}: MB, 0 to {@link #getHighQuotaWaterMark()}. {@link #save()} writes it. */
    void setLowQuotaWaterMark(int value);

    /** After how many days a fax is deleted from the archives, 0 to 36500; 0, the default, keeps it for ever. */
    int getArchiveAgeLimit();

    /** Sets {@link #getArchiveAgeLimit()}: days, 0 to 36500; 0 keeps them for ever. {@link #save()} writes it. */
    void setArchiveAgeLimit(int value);

    /** The lower 32 bits, without sign, of how many bytes both archives take together. */
    int getArchiveSizeLow();

    /** The upper 32 bits of the same. On Windows both are all ones if it is unknown; here it is always known. */
    int getArchiveSizeHigh();

    /** Whether submissions are refused (ERROR_WRITE_PROTECT); jobs that are there go on. False by default. */
    boolean isOutgoingQueueBlocked();

    /** Sets {@link #isOutgoingQueueBlocked()}. {@link #save()} writes it. */
    void setOutgoingQueueBlocked(boolean value);

    /** Whether no call is begun; submissions are taken, and calls under way go on. False by default. */
    boolean isOutgoingQueuePaused();

    /** Sets {@link #isOutgoingQueuePaused()}. {@link #save()} writes it. */
    void setOutgoingQueuePaused(boolean value);

    /**
     * Whether cover pages may come with the fax; else only the server's. True by default. Here the server sees to it,
     * on Windows the client did.
     */
    boolean isAllowPersonalCoverPages();

    /** Sets {@link #isAllowPersonalCoverPages()}. {@link #save()} writes it. */
    void setAllowPersonalCoverPages(boolean value);

    /** Whether the device's identity is sent instead of the sender's. True by default. */
    boolean isUseDeviceTSID();

    /** Sets {@link #isUseDeviceTSID()}. {@link #save()} writes it. */
    void setUseDeviceTSID(boolean value);

    /** How often a call is tried again after the first one has failed, 0 to 99; 3 by default. */
    int getRetries();

    /** Sets {@link #getRetries()}: 0 to 99. {@link #save()} writes it. */
    void setRetries(int value);

    /** How many minutes lie between two tries, 0 to 10080 (a week); 10 by default. */
    int getRetryDelay();

    /** Sets {@link #getRetryDelay()}: minutes, 0 to 10080. {@link #save()} writes it. */
    void setRetryDelay(int value);

    /** When the cheap period begins, in the time zone of the server's settings; midnight by default. */
    LocalTime getDiscountRateStart();

    /** Sets {@link #getDiscountRateStart()}. {@link #save()} writes it. */
    void setDiscountRateStart(LocalTime value);

    /**
     * When the cheap period ends: before its beginning it is the next day, equal to it there is no such period, which
     * is the default.
     */
    LocalTime getDiscountRateEnd();

    /** Sets {@link #getDiscountRateEnd()}. {@link #save()} writes it. */
    void setDiscountRateEnd(LocalTime value);

    /** After how many days a job that has failed is deleted, 0 to 3650; 0, the default, keeps it. */
    int getOutgoingQueueAgeLimit();

    /** Sets {@link #getOutgoingQueueAgeLimit()}: days, 0 to 3650; 0 keeps them. {@link #save()} writes it. */
    void setOutgoingQueueAgeLimit(int value);

    /** Whether a line with date, sender and page stands above each page that is sent. True by default. */
    boolean isBranding();

    /** Sets {@link #isBranding()}. {@link #save()} writes it. */
    void setBranding(boolean value);

    /** Whether calls are left unanswered; receptions under way go on. False by default. */
    boolean isIncomingQueueBlocked();

    /** Sets {@link #isIncomingQueueBlocked()}. {@link #save()} writes it. */
    void setIncomingQueueBlocked(boolean value);

    /**
     * Whether somebody whom the server's directory (OpenID, LDAP) knows gets an account at the first connection; else
     * an administrator makes it. True by default. On Windows the directory is that of the operating system.
     */
    boolean isAutoCreateAccountOnConnect();

    /** Sets {@link #isAutoCreateAccountOnConnect()}. {@link #save()} writes it. */
    void setAutoCreateAccountOnConnect(boolean value);

    /**
     * Whether every account sees the received faxes that were given to nobody, and faxes while they come in; true by
     * default. While it is on, none can be given to anybody ({@link FaxIncomingMessage#reAssign()}).
     */
    boolean isIncomingFaxesArePublic();

    /** Sets {@link #isIncomingFaxesArePublic()}. {@link #save()} writes it. */
    void setIncomingFaxesArePublic(boolean value);

    /** Reads them again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}. */
    void refresh();

    /**
     * Writes all of them in one step. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}. Listeners are told
     * by {@link FaxServerNotify#onGeneralServerConfigChanged(FaxServer)}, and by what tells of the parts. On Windows
     * the last one to save wins.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if a value is out of range or the low mark above the high one,
     *     FAX_E_FILE_ACCESS_DENIED if the server may not write into the folder, FAX_E_DIRECTORY_IN_USE if it lies in
     *     the server's data or around it, ERROR_REVISION_MISMATCH if somebody else has changed one of them since they
     *     were read: {@link #refresh()}, and change again. Nothing is saved then
     */
    void save();
}
