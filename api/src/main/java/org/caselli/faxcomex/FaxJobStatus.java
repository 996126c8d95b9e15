package org.caselli.faxcomex;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Dynamic job data handed to job-changed events.
 *
 * <p>Obtained from only as event argument; not creatable by clients.
 *
 * <p>immutable snapshot of the moment of the event.
 */
public interface FaxJobStatus {
    /**
     * Queue status bits.
     */
    Set<FAX_JOB_STATUS_ENUM> getStatus();

    /**
     * Total pages (page text: received so far).
     */
    int getPages();

    /**
     * TIFF bytes so far.
     */
    int getSize();

    /**
     * Page in progress.
     */
    int getCurrentPage();

    /**
     * Device in use.
     */
    int getDeviceId();

    /**
     * Called station id.
     */
    String getCSID();

    /**
     * Transmitting station id.
     */
    String getTSID();

    /**
     * See §7.5.
     */
    FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode();

    /**
     * Provider text or empty.
     */
    String getExtendedStatus();

    /**
     * Operation bits.
     */
    Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations();

    /**
     * Failed attempts.
     */
    int getRetries();

    /**
     * Send / receive / routing.
     */
    FAX_JOB_TYPE_ENUM getJobType();

    /**
     * Local date/time; outgoing only.
     */
    Optional<Instant> getScheduledTime();

    /**
     * Local date/time.
     *
     * <p>Errors: error before start.
     */
    Optional<Instant> getTransmissionStart();

    /**
     * Local date/time.
     *
     * <p>Errors: error while in progress.
     */
    Optional<Instant> getTransmissionEnd();

    /**
     * Incoming only.
     */
    String getCallerId();

    /**
     * Incoming only.
     */
    String getRoutingInformation();

    /**
     * The number of {@link #getExtendedStatusCode()}, also of a provider's own code, which no constant names. Not in the
     * original, whose enumerations take any number.
     */
    int getExtendedStatusNumber();

    /**
     * Whether nothing more happens with it by itself: it is completed, cancelled, or has failed for good. Not in the
     * original, where one has to know the bits.
     */
    default boolean isFinal() {
        return getStatus().stream()
                .anyMatch(one -> one == FAX_JOB_STATUS_ENUM.fjsCOMPLETED
                        || one == FAX_JOB_STATUS_ENUM.fjsCANCELED
                        || one == FAX_JOB_STATUS_ENUM.fjsFAILED
                        || one == FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED);
    }
}
