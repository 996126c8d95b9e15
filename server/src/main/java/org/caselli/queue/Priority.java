package org.caselli.queue;

/** Every high job goes before every normal one, and every normal one before every low one. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH
}
