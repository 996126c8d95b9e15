/**
 * Our side of SIP calls (RFC 3261), without sockets, threads or clock, and knowing nothing of fax. Enter by
 * {@link org.caselli.sip.UserAgent}: {@link org.caselli.sip.Input}s go in, {@link org.caselli.sip.Output}s come out.
 * Messages are in {@code sip.message}, session descriptions in {@code sip.sdp}, transactions in {@code sip.transaction}.
 */
@NullMarked
package org.caselli.sip;

import org.jspecify.annotations.NullMarked;
