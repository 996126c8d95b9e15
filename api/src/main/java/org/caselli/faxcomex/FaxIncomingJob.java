package org.caselli.faxcomex;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One job being received or routed.
 *
 * <p>Obtained from {@code FaxIncomingJobs.Item}, {@code FaxIncomingQueue.GetJob}, account queue.
 *
 * <p>all properties from the last snapshot; {@code Refresh} reloads. No Save.
 */
public interface FaxIncomingJob {
    /**
     * Bytes of the TIFF so far.
     */
    int getSize();

    /**
     * Job id string; the archived message keeps the same id.
     */
    String getId();

    /**
     * Page being received (1-based; 0 when not transmitting).
     */
    int getCurrentPage();

    /**
     * Receiving device.
     */
    int getDeviceId();

    /**
     * FAX_JOB_STATUS_ENUM bits.
     */
    Set<FAX_JOB_STATUS_ENUM> getStatus();

    /**
     * FAX_JOB_EXTENDED_STATUS_ENUM, or the provider's own code.
     */
    FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode();

    /**
     * Provider text; non-empty only with a proprietary code.
     */
    String getExtendedStatus();

    /**
     * FAX_JOB_OPERATIONS_ENUM bits valid for the present state (§7.4).
     */
    Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations();

    /**
     * Failed routing retries.
     */
    int getRetries();

    /**
     * Local date/time reception started.
     */
    Optional<Instant> getTransmissionStart();

    /**
     * Local date/time reception ended; zero and error on read while still receiving.
     *
     * <p>Errors: error while in progress.
     */
    Optional<Instant> getTransmissionEnd();

    /**
     * Called station id.
     */
    String getCSID();

    /**
     * Transmitting station id.
     */
    String getTSID();

    /**
     * Caller identification.
     */
    String getCallerId();

    /**
     * Inbound routing string: canonical number, optionally {@code |} and extra data (DID, sub-address, DTMF).
     * MS-FAX notes Windows servers never fill it.
     */
    String getRoutingInformation();

    /**
     * fjtRECEIVE while on the line, fjtROUTING afterwards.
     */
    FAX_JOB_TYPE_ENUM getJobType();

    /**
     * Abort reception / drop job.
     *
     * <p>Right needed: MANAGE_JOBS (v3 wire: MANAGE_RECEIVE_FOLDER). Errors: routing in progress: 0x800710DD;
     * already cancelled or unknown: E_INVALIDARG.
     */
    void cancel();

    /**
     * Reload.
     *
     * <p>Right needed: page names "farQUERY_QUEUE" (no such constant): read QUERY_JOBS. Errors:
     * FAX_E_MESSAGE_NOT_FOUND when gone.
     */
    void refresh();

    /**
     * Copy the TIFF to a full path on the client machine.
     *
     * <p>Right needed: QUERY_JOBS.
     */
    void copyTiff(String tiffPath);

    /**
     * Writes the pages as TIFF. Not in the original, which knows files only.
     *
     * @param out is not closed
     */
    void copyTiff(java.io.OutputStream out);

    /**
     * The number of {@link #getExtendedStatusCode()}, also of a provider's own code, which no constant names. Not in the
     * original, whose enumerations take any number.
     */
    int getExtendedStatusNumber();
}
