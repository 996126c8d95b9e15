package org.caselli.faxcomex;

/**
 * Activity (accounting) log settings.
 *
 * <p>Obtained from {@code FaxLoggingOptions.ActivityLogging}.
 *
 * <p>Save writes; Refresh reloads.
 */
public interface FaxActivityLogging {
    /**
     * Log received faxes.
     *
     * <p>Right needed: QUERY_CONFIG; Save MANAGE_CONFIG.
     */
    boolean isLogIncoming();

    /**
     * Sets {@link #isLogIncoming()}.
     */
    void setLogIncoming(boolean value);

    /**
     * Log sent faxes.
     *
     * <p>Right needed: same.
     */
    boolean isLogOutgoing();

    /**
     * Sets {@link #isLogOutgoing()}.
     */
    void setLogOutgoing(boolean value);

    /**
     * Directory of the log files. Non-empty, complete path, ≤ 248 characters.
     *
     * <p>Right needed: same. Errors: E_INVALIDARG, 0x8007006F, FAX_E_FILE_ACCESS_DENIED.
     */
    String getDatabasePath();

    /**
     * Sets {@link #getDatabasePath()}.
     */
    void setDatabasePath(String value);

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write; fires OnActivityLoggingConfigChange.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG.
     */
    void save();
}
