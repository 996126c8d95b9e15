/**
 * Session descriptions (RFC 8866, and RFC 4566 before it), the offer/answer rules about them (RFC 3264), and the fax lines
 * of ITU-T T.38 Annex D as plain records. Enter by {@link org.caselli.sip.sdp.Sdp}.
 */
@NullMarked
package org.caselli.sip.sdp;

import org.jspecify.annotations.NullMarked;
