/** Our user agent on real sockets against SIP programs that we did not write: JAIN-SIP's reference and SIPp. */
@NullMarked
package org.caselli.peer.sip;

import org.jspecify.annotations.NullMarked;
