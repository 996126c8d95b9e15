package org.caselli.queue;

/** Every high job goes before every normal one, and every normal one before every low one. */
public enum Priority {
    LOW(0),
    NORMAL(1),
    HIGH(2);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** As the database keeps it: 0 low, 1 normal, 2 high. */
    public int rank() {
        return rank;
    }

    /** The priority with this rank. */
    public static Priority ofRank(int rank) {
        return switch (rank) {
            case 0 -> LOW;
            case 1 -> NORMAL;
            case 2 -> HIGH;
            default -> throw new IllegalArgumentException("There is no priority " + rank + ", only 0, 1 and 2.");
        };
    }
}
