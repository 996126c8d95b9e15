/**
 * Who is told what happens: webhooks ({@link org.caselli.service.notice.Webhooks}), the counters of what is under way
 * ({@link org.caselli.service.notice.ActivityCounters}), and the server's own log for people
 * ({@link org.caselli.service.notice.ServerLog}). All of them follow the event log, in the transaction of an event or with
 * a cursor behind it. {@link org.caselli.service.notice.ActivityLog} is the record of every fax, for accounts.
 */
@NullMarked
package org.caselli.service.notice;

import org.jspecify.annotations.NullMarked;
