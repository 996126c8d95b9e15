/**
 * UDPTL, the transport of T.38 over UDP (T.38 clause 9): numbered packets, each with copies or parity of those before it.
 * Enter by {@link org.caselli.t38.udptl.UdptlSender} and {@link org.caselli.t38.udptl.UdptlReceiver}. Knows nothing of
 * what the packets say.
 */
@NullMarked
package org.caselli.t38.udptl;

import org.jspecify.annotations.NullMarked;
