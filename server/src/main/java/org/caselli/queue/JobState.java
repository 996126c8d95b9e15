package org.caselli.queue;

import java.util.Set;

/**
 * Where a job stands. A constant's name is stable: the database and programs keep it. {@link #faxJobStatus()} is its bit in
 * the Windows Fax Service's FAX_JOB_STATUS_ENUM; {@link Job#faxJobStatus()} adds the modifiers.
 */
public enum JobState {
    /** Waits for its time, or for a free line. */
    PENDING(1),
    /** An attempt is on the line. */
    IN_PROGRESS(2),
    /** An attempt failed; the next one waits for its time. */
    RETRYING(64),
    /** Somebody cancelled it while it was on the line; the line is ending the call. */
    CANCELING(1024),
    /** Every page was sent and confirmed. Final. */
    COMPLETED(256),
    /** There will be no further attempt unless a person restarts it; the job's outcome says why. Final until then. */
    FAILED(128),
    /** Cancelled before it was delivered. Final. */
    CANCELED(512);

    private static final Set<JobState> FINAL = Set.of(COMPLETED, FAILED, CANCELED);

    private final int faxJobStatus;

    JobState(int faxJobStatus) {
        this.faxJobStatus = faxJobStatus;
    }

    /** The bit of FAX_JOB_STATUS_ENUM: 1 pending, 2 in progress, 64 retrying, 128 retries exceeded, 256, 512, 1024. */
    public int faxJobStatus() {
        return faxJobStatus;
    }

    /** Whether the job has come to its end. */
    public boolean isFinal() {
        return FINAL.contains(this);
    }

    /** Whether it has a line. */
    public boolean isOnTheLine() {
        return this == IN_PROGRESS || this == CANCELING;
    }

    /** Whether the job waits for an attempt. */
    public boolean isWaiting() {
        return this == PENDING || this == RETRYING;
    }
}
