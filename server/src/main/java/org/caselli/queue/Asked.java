package org.caselli.queue;

/**
 * What became of an operation on a job.
 *
 * @param job  as it is now, whether or not anything was done
 * @param done whether the operation was possible, and was carried out
 */
public record Asked(Job job, boolean done) {}
