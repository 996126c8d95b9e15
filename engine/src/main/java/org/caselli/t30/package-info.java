/**
 * One side of a fax conversation (ITU-T T.30), phases A to E, without I/O and in the time it is told.
 * Enter by {@link org.caselli.t30.T30Session}: {@link org.caselli.t30.Event}s go in, {@link org.caselli.t30.Action}s come out.
 */
@NullMarked
package org.caselli.t30;

import org.jspecify.annotations.NullMarked;
