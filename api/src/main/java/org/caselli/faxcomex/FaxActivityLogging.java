package org.caselli.faxcomex;

/**
 * Whether each fax is written down, and where: one line of a text file with tabs for each that has come to its end.
 * From {@link FaxLoggingOptions#getActivityLogging()}. A copy, read when first asked, which {@link #save()} writes.
 * Reading needs {@code far2QUERY_CONFIG}.
 */
public interface FaxActivityLogging {
    /** Whether received faxes are written down, in {@code InboxLOG.txt}; true by default. */
    boolean isLogIncoming();

    /** Sets {@link #isLogIncoming()}. {@link #save()} writes it. */
    void setLogIncoming(boolean value);

    /** Whether sent and failed faxes are written down, in {@code OutboxLOG.txt}; true by default. */
    boolean isLogOutgoing();

    /** Sets {@link #isLogOutgoing()}. {@link #save()} writes it. */
    void setLogOutgoing(boolean value);

    /**
     * The folder of the files on the server's machine; empty for {@code activity} in its data directory, the default.
     */
    String getDatabasePath();

    /**
     * Sets {@link #getDatabasePath()}: an absolute path of at most 248 characters; empty for the one by default.
     * {@link #save()} writes it.
     */
    void setDatabasePath(String value);

    /** Reads them again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}. */
    void refresh();

    /**
     * Writes all of them in one step. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}. Listeners are told
     * by {@link FaxServerNotify#onActivityLoggingConfigChange(FaxServer)}.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if the path is not absolute, ERROR_BUFFER_OVERFLOW if it is too
     *     long, FAX_E_FILE_ACCESS_DENIED if the server may not write there, ERROR_REVISION_MISMATCH if somebody else
     *     has changed one of them since they were read
     */
    void save();
}
