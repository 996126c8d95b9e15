/**
 * The four transactions of RFC 3261 clause 17, with RFC 6026's Accepted state, as state machines without I/O: what came
 * and what time it is go in, what to do comes out. Enter by {@link org.caselli.sip.transaction.Transaction}.
 */
@NullMarked
package org.caselli.sip.transaction;

import org.jspecify.annotations.NullMarked;
