/**
 * Sound on a packet network, as little as a fax call needs before it gives way to T.38: RTP packets (RFC 3550), G.711,
 * and the tones by which gateways know a fax. Enter by {@link org.caselli.rtp.ToneStream}.
 */
@NullMarked
package org.caselli.rtp;

import org.jspecify.annotations.NullMarked;
