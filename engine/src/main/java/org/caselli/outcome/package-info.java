/**
 * Every way an attempt to carry a fax can end, once. Enter by {@link org.caselli.outcome.Outcome}.
 * Engines and lines produce outcomes; queue, console, receipts, REST and the object model only translate them.
 */
@NullMarked
package org.caselli.outcome;

import org.jspecify.annotations.NullMarked;
