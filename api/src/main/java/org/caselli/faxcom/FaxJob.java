package org.caselli.faxcom;

/**
 * One queued or active job, in either direction; job commands.
 *
 * <p>Obtained from IFaxJobs.get_Item.
 */
public interface FaxJob {
    /**
     * Polls the service for this job; call getters again afterwards. Use sparingly.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: A, M, R; P if the job no longer exists (FaxGetJob: bad JobId).
     */
    void refresh();

    /**
     * {@code SetStatus(int Command)}: JC_DELETE, JC_PAUSE, JC_RESUME, JC_RESTART (5.4). No other attribute of a
     * queued job can be changed. Re-read QueueStatus for the effect. Snapshot not updated until refresh
     * (inferred).
     *
     * <p>Right needed: FAX_JOB_MANAGE (rights table prints FAX_JOB_SET, a name defined nowhere). Errors: A; P
     * (unknown command or job); R.
     */
    void setStatus(int command);

    /**
     * Free billing text; server writes it to the event log. Empty if none.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getBillingCode();

    /**
     * Localized text of the port serving the job (5.1). "Unknown" while the job waits with no port assigned.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getDeviceStatus();

    /**
     * True = scheduled for the cheap period; false = sent as soon as possible. Outbound only.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    boolean isDiscountSend();

    /**
     * Name shown in the job queue; not unique.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getDisplayName();

    /**
     * Recipient number, canonical address form allowed. Only for Type JT_SEND; else empty. Outbound only.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getFaxNumber();

    /**
     * Unique id, same as returned by IFaxDoc.Send. Differs from the print-spooler job id.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getJobId();

    /**
     * Total pages. Only for Type JT_SEND; 0 if not available. Outbound only.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getPageCount();

    /**
     * Localized text of the queue state (5.2). Late page: all but Pending and In Progress need XP SP1 / Server
     * 2003; April 2000 page has no such limit (disagree). Text for combined flags not stated.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getQueueStatus();

    /**
     * Recipient name; empty if unknown.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getRecipientName();

    /**
     * Sender company; empty if unknown. Outbound only.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getSenderCompany();

    /**
     * Sender department (note spelling, FaxDoc uses SenderDepartment); empty if unknown. Outbound only.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getSenderDept();

    /**
     * Sender display name; empty if unknown. Account name is UserName. Outbound only.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getSenderName();

    /**
     * TSID of the job; empty if unknown. 20 ASCII characters.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getTsid();

    /**
     * Job type, 5.3.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    int getType();

    /**
     * Account that queued the job. Outbound only.
     *
     * <p>Right needed: FAX_JOB_QUERY. Errors: RPC_S_SERVER_UNAVAILABLE.
     */
    String getUserName();
}
