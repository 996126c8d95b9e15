package org.caselli.queue;

/**
 * By what a job is named.
 *
 * @param id     unique, the same for ever, opaque
 * @param number 1 or more, unique among the jobs of both queues, the same for ever
 */
public record JobKey(String id, int number) {}
