package org.caselli.service;

/**
 * How much goes on at this moment, on all servers that share the database: the documented counters of FaxActivity, and one
 * of ours.
 *
 * @param incoming faxes being received
 * @param routing  received faxes being routed
 * @param outgoing jobs on the line
 * @param queued   jobs that wait for their time or a line; those that have used up their tries are not among them
 * @param failed   jobs that failed and wait for a person (ours)
 */
public record Activity(int incoming, int routing, int outgoing, int queued, int failed) {}
