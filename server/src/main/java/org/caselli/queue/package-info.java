/**
 * Jobs and the ledger of their attempts: nothing accepted is lost, nothing is silently sent twice (docs/decisions/0030).
 * Knows outcomes, not calls. Enter by {@link org.caselli.queue.JobQueue}; its records and enums are also the words of
 * {@code service}'s door.
 */
@NullMarked
package org.caselli.queue;

import org.jspecify.annotations.NullMarked;
