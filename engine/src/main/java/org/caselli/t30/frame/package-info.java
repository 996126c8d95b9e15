/**
 * The frames of T.30 (clause 5.3) as values: octets become {@link org.caselli.t30.frame.Frame}s here, and frames octets.
 * Enter by {@link org.caselli.t30.frame.Frame#parse}. Knows what bits a frame has, not what a session makes of them.
 */
@NullMarked
package org.caselli.t30.frame;

import org.jspecify.annotations.NullMarked;
