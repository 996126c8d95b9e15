/**
 * One side of a fax conversation (ITU-T T.30), phases A to E, without I/O and in the time it is told.
 * Enter by {@link org.caselli.t30.T30Session}: {@link org.caselli.t30.Event}s go in, {@link org.caselli.t30.Action}s come out.
 * Behind it are two sides, {@code Caller} and {@code Answerer}, and a file for each phase: {@code CallerPhaseB} chooses the
 * speed, {@code AnswererPhaseD} confirms a page. What they wait for is a {@code State}; what they say goes through {@code Talk}.
 */
@NullMarked
package org.caselli.t30;

import org.jspecify.annotations.NullMarked;
