package org.caselli.service;

/**
 * How much goes on at this moment.
 *
 * @param waiting   jobs that wait for their time or a line
 * @param outgoing  attempts on the line
 * @param incoming  faxes being received
 * @param failed    jobs that failed and wait for a person
 */
public record Activity(int waiting, int outgoing, int incoming, int failed) {}
