/**
 * Delivery receipts (the documented receipts of a FaxDocument): a mail that tells how a fax ended, queued in the transaction
 * in which it did, and sent at least once. Enter by {@link org.caselli.service.receipt.Receipts}.
 */
@NullMarked
package org.caselli.service.receipt;

import org.jspecify.annotations.NullMarked;
