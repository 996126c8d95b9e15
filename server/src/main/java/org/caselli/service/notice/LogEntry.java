package org.caselli.service.notice;

import java.time.Instant;

/**
 * One line of the server's log for people.
 *
 * @param sequence its place in the log
 * @param node     which server wrote it
 * @param subject  the id of the job, fax, device or setting that it is about
 */
public record LogEntry(long sequence, Instant at, String node, LogMessage message, String subject, String sentence) {}
