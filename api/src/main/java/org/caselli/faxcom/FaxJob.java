package org.caselli.faxcom;

/**
 * One job of either direction, as it was when it was asked for or last refreshed. From {@link FaxJobs#getItem(int)}.
 * {@link #getType()} tells the direction; what only the other one has is empty, 0 or false. Nothing of a job can be
 * changed but its state, by {@link #setStatus(int)}.
 */
public interface FaxJob {
    /**
     * Looks again. One's own jobs need no right; those of others {@code far2QUERY_OUT_JOBS}.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if the job has left the queue, as the original has it; the last
     *     values stay
     */
    void refresh();

    /**
     * Cancels, pauses, resumes or restarts the job. It acts at once, but the job goes on telling what it told until
     * {@link #refresh()}. An active call is broken off by {@link FaxConstants#JC_DELETE} a moment later;
     * {@link FaxConstants#JC_PAUSE} is for jobs that wait (Windows 2000 remembers it for an active one). Of incoming
     * jobs, 1 deletes and 3 routes again. One's own jobs need no right; those of others {@code far2MANAGE_OUT_JOBS},
     * incoming ones {@code far2MANAGE_RECEIVE_FOLDER}.
     *
     * @param command {@link FaxConstants#JC_DELETE} (1), {@link FaxConstants#JC_PAUSE} (2), or 3, which is
     *     {@link FaxConstants#JC_RESTART} for a job that has given up and {@link FaxConstants#JC_RESUME} for any other
     * @throws org.caselli.fax.FaxException E_INVALIDARG if the command or the job is unknown, ERROR_INVALID_OPERATION
     *     if the job's state forbids it
     */
    void setStatus(int command);

    /** What the sender gave to bill the fax to; empty if nothing. */
    String getBillingCode();

    /**
     * What the job's port is doing, in English: Initializing, Dialing, Sending, Answered, Receiving, Aborting, Routing;
     * {@code Unknown} while it has none.
     */
    String getDeviceStatus();

    /** Whether the job waits for the cheap period; false for incoming ones. */
    boolean isDiscountSend();

    /** The name of the document for people, which need not be the only one; empty for incoming jobs. */
    String getDisplayName();

    /** The number to be dialled; empty for incoming jobs. */
    String getFaxNumber();

    /**
     * The number of the job, which {@link FaxDoc#send()} has returned. Here it is above 0, unique on its server for
     * good, and stays with the job over a restart; the other objects' text ids name the same job.
     */
    int getJobId();

    /** How many pages the fax has, its cover page included; 0 for incoming jobs. */
    int getPageCount();

    /**
     * The state of the job, for people, in English: Pending, In Progress, Paused, Retrying, Retries Exceeded, No Line,
     * Failed, Deleting. Where two hold, it is the one that a person must know of: Paused before No Line before the
     * others. Completed and Canceled show only while other jobs of the same broadcast are open.
     */
    String getQueueStatus();

    /** Who is to get it; empty if unknown, and for incoming jobs. */
    String getRecipientName();

    /** The sender's company; empty if unknown. */
    String getSenderCompany();

    /** The sender's department, {@link FaxDoc#getSenderDepartment()}; empty if unknown. */
    String getSenderDept();

    /** The sender's name for people; empty if unknown. Whose account it is tells {@link #getUserName()}. */
    String getSenderName();

    /** What the sending side calls itself, at most 20 characters; empty if unknown. */
    String getTsid();

    /**
     * The direction: {@link FaxConstants#JT_SEND} (1), {@link FaxConstants#JT_RECEIVE} (2), or
     * {@link FaxConstants#JT_ROUTING} (3) for a received fax that is being routed. {@link FaxConstants#JT_FAIL_RECEIVE}
     * (4) never shows here: on Windows 2000 it was a reception that broke off, whose pages were left in a temporary folder
     * and not routed. Here such pages are routed and archived as any other fax, as on later Windows, and the job is
     * JT_ROUTING; of a call that brought no page nothing stays.
     */
    int getType();

    /** The account that has submitted the job; empty for incoming ones, and if it was the server's own key. */
    String getUserName();
}
