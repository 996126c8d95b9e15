/**
 * A fax terminal on a packet network (ITU-T T.38): says what a {@link org.caselli.t30.T30Session} wants said in UDPTL
 * datagrams, at the pace of the modem that a gateway at the far end may have to play it on, and tells the session what
 * it hears. Enter by {@link org.caselli.t38.T38Terminal}; what SDP negotiated goes in as {@link org.caselli.t38.T38Options}.
 */
@NullMarked
package org.caselli.t38;

import org.jspecify.annotations.NullMarked;
