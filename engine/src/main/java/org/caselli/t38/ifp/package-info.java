/**
 * IFP packets, the messages of T.38: what they mean and how they are written (T.38 clause 7 and Annex A).
 * Enter by {@link org.caselli.t38.ifp.Ifp}.
 */
@NullMarked
package org.caselli.t38.ifp;

import org.jspecify.annotations.NullMarked;
