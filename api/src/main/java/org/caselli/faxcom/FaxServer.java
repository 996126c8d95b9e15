package org.caselli.faxcom;

import org.caselli.fax.FaxCredentials;
import org.caselli.fax.Implementation;

/**
 * Session with a fax server, its global settings, factory of documents, jobs and ports.
 *
 * <p>Obtained from created by the client. Lifetime: until released; session from Connect to Disconnect.
 */
public interface FaxServer extends AutoCloseable {
    /**
     * Opens the session. null = service on this computer. faxcom text mentions only null; the faxcomex sibling
     * also takes an empty string. Win2000 pairing: local computer only (see 2.3). Second Connect while connected:
     * not stated. Ifaxtiff is the one named exception.
     *
     * <p>Right needed: account must have some right on the server. Errors: A, M, R; unknown server name: code not
     * stated.
     */
    void connect(String serverName);

    /**
     * Ends the session made by Connect. Does not free child objects; each is released separately.
     *
     * <p>Errors: When not connected: faxcom silent, faxcomex says it fails (code not stated).
     */
    void disconnect();

    /**
     * Collection, one entry per device attached to the server. Delivered as VARIANT VT_DISPATCH.
     *
     * <p>Right needed: FAX_PORT_QUERY by the rights table; FaxEnumPorts page says FAX_JOB_QUERY (disagree).
     * Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE, ERROR_INVALID_HANDLE (not connected).
     */
    FaxPorts getPorts();

    /**
     * Collection of queued and active jobs, inbound and outbound. VARIANT VT_DISPATCH.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE, ERROR_INVALID_HANDLE
     * (not connected).
     */
    FaxJobs getJobs();

    /**
     * Document bound to this server; FileName becomes IFaxDoc.FileName. Full path, UNC or drive letter; one file;
     * registered file type; readable by the server. Summary promises "one or more recipients", but FaxDoc has one
     * FaxNumber and broadcast is documented as not available in COM.
     *
     * <p>Right needed: none stated (FAX_JOB_SUBMIT checked at Send). Errors: N; whether a missing file fails here
     * or in Send: not stated.
     */
    FaxDoc createDocument(String fileName);

    /**
     * Folder for sent-fax archive. Full path, UNC or drive letter. Must be reachable by the server. Ignored while
     * ArchiveOutboundFaxes is false. Default not stated.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    String getArchiveDirectory();

    /**
     * Sets {@link #getArchiveDirectory()}.
     */
    void setArchiveDirectory(String value);

    /**
     * True = copy each sent fax into ArchiveDirectory. Ignored unless ArchiveDirectory is set. Default not stated
     * (later server generation: archive on by default).
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isArchiveOutboundFaxes();

    /**
     * Sets {@link #isArchiveOutboundFaxes()}.
     */
    void setArchiveOutboundFaxes(boolean value);

    /**
     * True = server prints a banner line on top of outgoing pages (typically TSID, date/time, page number).
     * Default not stated.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isBranding();

    /**
     * Sets {@link #isBranding()}.
     */
    void setBranding(boolean value);

    /**
     * Days an unsent outbound job stays queued before the server deletes it. Keep-forever value: SDK April 2000
     * page says −1; current page prints 1 (disagree; minus sign probably lost). Zero: not stated. Default not
     * stated.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: A, R; range check not stated.
     */
    int getDirtyDays();

    /**
     * Sets {@link #getDirtyDays()}.
     */
    void setDirtyDays(int value);

    /**
     * Hour the cheap period ends, 0–23, server local time. End earlier than start = window runs past midnight.
     * Start equal to end: not stated. Outbound only.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: A, R; P for a bad value is stated only
     * for the later FAX_SetOutboxConfiguration.
     */
    int getDiscountRateEndHour();

    /**
     * Sets {@link #getDiscountRateEndHour()}.
     */
    void setDiscountRateEndHour(int value);

    /**
     * Minute the cheap period ends, 0–59, local time.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: as above.
     */
    int getDiscountRateEndMinute();

    /**
     * Sets {@link #getDiscountRateEndMinute()}.
     */
    void setDiscountRateEndMinute(int value);

    /**
     * Hour the cheap period begins, 0–23, local time. (winfax FAX_TIME says UTC for the same data: disagree; COM
     * pages say local.)
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: as above.
     */
    int getDiscountRateStartHour();

    /**
     * Sets {@link #getDiscountRateStartHour()}.
     */
    void setDiscountRateStartHour(int value);

    /**
     * Minute the cheap period begins, 0–59, local time.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: as above.
     */
    int getDiscountRateStartMinute();

    /**
     * Sets {@link #getDiscountRateStartMinute()}.
     */
    void setDiscountRateStartMinute(int value);

    /**
     * True = outbound queue paused (nothing new dialled); false = running. Effect on a transmission already on the
     * line: not stated.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isPauseServerQueue();

    /**
     * Sets {@link #isPauseServerQueue()}.
     */
    void setPauseServerQueue(boolean value);

    /**
     * Extra attempts after a failed first attempt. 0 = none. Upper bound and default not stated.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    int getRetries();

    /**
     * Sets {@link #getRetries()}.
     */
    void setRetries(int value);

    /**
     * Minutes between attempts. 0 = retry at once. Upper bound and default not stated.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    int getRetryDelay();

    /**
     * Sets {@link #getRetryDelay()}.
     */
    void setRetryDelay(int value);

    /**
     * True = clients may use only common cover pages kept on the server; false = personal ones allowed too.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: A, R; code when a client breaks the rule
     * at Send: not stated.
     */
    boolean isServerCoverpage();

    /**
     * Sets {@link #isServerCoverpage()}.
     */
    void setServerCoverpage(boolean value);

    /**
     * MAPI profile used to route inbound faxes and to send delivery / non-delivery reports. Not supported on
     * Windows XP.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    String getServerMapiProfile();

    /**
     * Sets {@link #getServerMapiProfile()}.
     */
    void setServerMapiProfile(String value);

    /**
     * True = port TSID is sent and IFaxDoc.Tsid is overridden; false = user TSID honoured.
     *
     * <p>Right needed: get FAX_CONFIG_QUERY; put FAX_CONFIG_SET. Errors: ERROR_ACCESS_DENIED,
     * RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isUseDeviceTsid();

    /**
     * Sets {@link #isUseDeviceTsid()}.
     */
    void setUseDeviceTsid(boolean value);

    /**
     * A new one, as a program on Windows gets from CoCreateInstance: of the implementation that is on the class path.
     *
     * @throws org.caselli.fax.FaxException REGDB_E_CLASSNOTREG if none is; add caselli-client
     */
    static FaxServer create() {
        return Implementation.of(FaxServer.class);
    }

    /**
     * The same with somebody's credentials. Not in the original, whose users are those of the operating system.
     *
     * @param serverName the server's address such as {@code https://fax.example.org}, or its name; empty for the one on
     *     this machine
     */
    void connect(String serverName, FaxCredentials credentials);

    /** Whether it is connected, and may be asked. Not in the original. */
    boolean isConnected();

    /** Disconnects, if it is connected. */
    @Override
    void close();
}
