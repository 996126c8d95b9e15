package org.caselli.queue;

/**
 * A routing method that shall run for a job.
 *
 * @param method its GUID, in braces and lower case
 * @param name   for people
 */
public record PlannedStep(String method, String name) {}
