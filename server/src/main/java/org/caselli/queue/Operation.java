package org.caselli.queue;

import java.util.Set;

/** What may be done with a job at present (FAX_JOB_OPERATIONS_ENUM). Whether the caller may do it is another question. */
public enum Operation {
    /** Its pages can be fetched. */
    VIEW(1),
    /** It can be held back. */
    PAUSE(2),
    /** It can be set free again. */
    RESUME(4),
    /** It can be given all its tries again. */
    RESTART(8),
    /** It can be cancelled. */
    DELETE(16),
    /** Its recipient can be read. */
    RECIPIENT_INFO(32),
    /** Its sender can be read. */
    SENDER_INFO(64);

    private final int bit;

    Operation(int bit) {
        this.bit = bit;
    }

    /** Its bit in FAX_JOB_OPERATIONS_ENUM. */
    public int bit() {
        return bit;
    }

    /** These operations as a set of bits. */
    public static int bits(Set<Operation> operations) {
        return operations.stream().mapToInt(Operation::bit).reduce(0, (all, one) -> all | one);
    }
}
