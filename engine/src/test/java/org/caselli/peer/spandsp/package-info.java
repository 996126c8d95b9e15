/**
 * Calls between ours and Debian's libspandsp2, a fax library that we did not write, through its public functions. Enter
 * by {@link org.caselli.peer.spandsp.SpandspTerminal}, its T.38 terminal as an end of a virtual line.
 */
@NullMarked
package org.caselli.peer.spandsp;

import org.jspecify.annotations.NullMarked;
