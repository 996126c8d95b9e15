/**
 * One fax call as one engine: SIP events, media packets and time go in; SIP commands, packets and progress come out.
 * It joins a SIP call, the T.38 terminal and the T.30 conversation, decides where sound gives way to T.38, and keeps the
 * call's diary. No sockets, threads or clocks. Enter by {@link org.caselli.call.FaxCall}.
 */
@NullMarked
package org.caselli.call;

import org.jspecify.annotations.NullMarked;
