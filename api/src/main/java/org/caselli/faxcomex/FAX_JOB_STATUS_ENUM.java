package org.caselli.faxcomex;

import java.util.Set;

/**
 * FAX_JOB_STATUS_ENUM.
 */
public enum FAX_JOB_STATUS_ENUM {
    /**
     * Queued, waiting for its turn.
     */
    fjsPENDING(1),
    /**
     * Being sent or received.
     */
    fjsINPROGRESS(2),
    /**
     * Failed for good.
     */
    fjsFAILED(8),
    /**
     * Modifier: held by a Pause; combined with PENDING or RETRYING.
     */
    fjsPAUSED(16),
    /**
     * Modifier: no device free at the moment, will start when one is.
     */
    fjsNOLINE(32),
    /**
     * Last attempt failed; waits for the retry delay.
     */
    fjsRETRYING(64),
    /**
     * All attempts used up; not sent unless restarted.
     */
    fjsRETRIES_EXCEEDED(128),
    /**
     * Done successfully.
     */
    fjsCOMPLETED(256),
    /**
     * Cancelled.
     */
    fjsCANCELED(512),
    /**
     * Cancel under way.
     */
    fjsCANCELING(1024),
    /**
     * Received, inbound routing under way.
     */
    fjsROUTING(2048);

    private final int value;

    FAX_JOB_STATUS_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /** The bits of these together. */
    public static int value(Set<FAX_JOB_STATUS_ENUM> set) {
        return set.stream().mapToInt(FAX_JOB_STATUS_ENUM::value).reduce(0, (a, b) -> a | b);
    }

    /**
     * Those whose bits are set here; a bit that none of them has is left out.
     *
     * @param bits the documented numbers, added up
     */
    public static Set<FAX_JOB_STATUS_ENUM> of(int bits) {
        return java.util.Arrays.stream(values())
                .filter(one -> one.value != 0 && (bits & one.value) != 0)
                .collect(java.util.stream.Collectors.toCollection(
                        () -> java.util.EnumSet.noneOf(FAX_JOB_STATUS_ENUM.class)));
    }
}
