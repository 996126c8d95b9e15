package org.caselli.faxcomex;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One fax that is being received or routed, as it was when it was asked for or last refreshed. From
 * {@link FaxIncomingJobs} or {@link FaxIncomingQueue#getJob(String)}. It leaves the queue for the archive when all
 * routing methods have done their work; if one of them fails for good it stays until it is cancelled or too old. Needs
 * {@code far2MANAGE_RECEIVE_FOLDER}, but for looking nothing while incoming faxes are public.
 *
 * <p>A reception that breaks off is a fax all the same if a page has come: its extended status is PARTIALLY_RECEIVED, and
 * it is routed and archived as any other. If none has come it ends as FAILED and leaves the queue, and nothing is in the
 * archive; the activity log has it. Windows 2000 did not route such a part but left it in a temporary folder, as a job of
 * type JT_FAIL_RECEIVE; this model, which is later, has no such type.
 */
public interface FaxIncomingJob {
    /** How many bytes it has as TIFF so far; the largest int if that is too small. */
    int getSize();

    /** Its id, which the received fax keeps. Not to be taken apart; the same over restarts of the server. */
    String getId();

    /** The page that is being received, from 1; 0 once the call has ended. */
    int getCurrentPage();

    /** The device that receives it. */
    int getDeviceId();

    /**
     * Its state: INPROGRESS while it is received, then ROUTING, RETRYING or RETRIES_EXCEEDED; CANCELING, CANCELED or
     * FAILED if nothing comes of it.
     */
    Set<FAX_JOB_STATUS_ENUM> getStatus();

    /**
     * What the call is doing, or what came of it: {@link FAX_JOB_EXTENDED_STATUS_ENUM#fjesPARTIALLY_RECEIVED} if it
     * broke off and the pages until then are kept.
     */
    FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode();

    /**
     * Always empty: on Windows the text of a provider whose code means something of its own, and no provider here has
     * such codes.
     */
    String getExtendedStatus();

    /**
     * What its state permits. The caller's rights are not considered. RESTART, which routes a fax again, is not among
     * those of the original for incoming jobs.
     */
    Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations();

    /** How often routing was tried again. */
    int getRetries();

    /** When the call began. */
    Optional<Instant> getTransmissionStart();

    /** When the call ended; absent while it is under way. On Windows reading it fails then. */
    Optional<Instant> getTransmissionEnd();

    /** What we call ourselves to the caller. */
    String getCSID();

    /** What the far end calls itself; empty before it has said so. */
    String getTSID();

    /** The number that the telephone network gave for the caller; empty if it gave none. */
    String getCallerId();

    /**
     * The number that was called, with what the line may know besides after a bar: {@code +14255550123|17}. On Windows
     * servers it is always empty.
     */
    String getRoutingInformation();

    /** {@link FAX_JOB_TYPE_ENUM#fjtRECEIVE} during the call, {@link FAX_JOB_TYPE_ENUM#fjtROUTING} afterwards. */
    FAX_JOB_TYPE_ENUM getJobType();

    /**
     * Breaks the reception off and throws its pages away, or deletes a fax whose routing waits or has been given up.
     * Needs {@code far2MANAGE_RECEIVE_FOLDER}.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_OPERATION while a routing method is at work, E_INVALIDARG if
     *     it is being cancelled already, FAX_E_MESSAGE_NOT_FOUND if it is gone
     */
    void cancel();

    /**
     * Looks again: all values are those of this moment.
     *
     * @throws org.caselli.fax.FaxException FAX_E_MESSAGE_NOT_FOUND if it has left the queue; the last values stay
     */
    void refresh();

    /**
     * Writes the pages, those that have come so far, as a TIFF of class F into a file of this machine; one that is
     * there is replaced.
     *
     * @param tiffPath where to
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if it cannot be written, FAX_E_MESSAGE_NOT_FOUND if the
     *     job is gone
     */
    void copyTiff(String tiffPath);

    /**
     * The same into a stream, which is left open. Not in the original, which knows files only.
     *
     * @throws org.caselli.fax.FaxException ERROR_WRITE_FAULT if the stream does not take it, FAX_E_MESSAGE_NOT_FOUND if
     *     the job is gone
     */
    void copyTiff(java.io.OutputStream out);

    /**
     * The number of {@link #getExtendedStatusCode()}, also of a provider's own code, which no constant names. Not in the
     * original, whose enumerations take any number.
     */
    int getExtendedStatusNumber();
}
