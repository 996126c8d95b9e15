/**
 * What the server tells others of its doings, apart from the event log itself.
 * {@link org.caselli.service.notice.ActivityLog} is the record of every fax, for accounts.
 */
@NullMarked
package org.caselli.service.notice;

import org.jspecify.annotations.NullMarked;
