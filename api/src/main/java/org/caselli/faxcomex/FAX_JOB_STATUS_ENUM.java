package org.caselli.faxcomex;

import java.util.Set;

/** The state of a job, as bits, as PAUSED and NOLINE may be added to another one: {@link FaxJobStatus#getStatus()}. */
public enum FAX_JOB_STATUS_ENUM {
    /** 1: it waits for its turn. */
    fjsPENDING(1),
    /** 2: it is being sent or received. */
    fjsINPROGRESS(2),
    /** 8: nothing came of it, and it is not tried again. */
    fjsFAILED(8),
    /** 16 (0x10): it is held back. Beside PENDING or RETRYING. */
    fjsPAUSED(16),
    /** 32 (0x20): it waits for a device that is free. Beside PENDING or RETRYING. */
    fjsNOLINE(32),
    /** 64 (0x40): the last try has failed, the next one is waited for. */
    fjsRETRYING(64),
    /** 128 (0x80): all tries have failed. It stays until it is restarted, cancelled, or too old. */
    fjsRETRIES_EXCEEDED(128),
    /** 256 (0x100): it was delivered, or received and routed. */
    fjsCOMPLETED(256),
    /** 512 (0x200): it was cancelled. */
    fjsCANCELED(512),
    /** 1024 (0x400): it is being cancelled; its call is being broken off. */
    fjsCANCELING(1024),
    /** 2048 (0x800): it was received, and is being routed. */
    fjsROUTING(2048);

    private final int value;

    FAX_JOB_STATUS_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
