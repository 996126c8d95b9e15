/**
 * Error correction (T.30 Annex A, T.4 Annex A): a page's code in blocks of numbered frames, out and in.
 * Enter by {@link org.caselli.t30.ecm.PageOut} and {@link org.caselli.t30.ecm.BlockIn}. Knows nothing of timers or answers.
 */
@NullMarked
package org.caselli.t30.ecm;

import org.jspecify.annotations.NullMarked;
