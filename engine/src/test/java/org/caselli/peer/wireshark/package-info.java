/** What Wireshark, which knows T.38 and T.30 on its own, reads in the packets that we send. */
@NullMarked
package org.caselli.peer.wireshark;

import org.jspecify.annotations.NullMarked;
