/**
 * Our side of SIP calls (RFC 3261), without sockets, threads or clock, and knowing nothing of fax. Enter by
 * {@link org.caselli.sip.UserAgent}: {@link org.caselli.sip.Input}s go in, {@link org.caselli.sip.Output}s come out.
 * Messages are in {@code sip.message}, session descriptions in {@code sip.sdp}, transactions in {@code sip.transaction}.
 *
 * <p>A call of ours: {@code Invite} → {@code Ringing}* → {@code Answered} | {@code Refused} | {@code Ended}. A call of
 * theirs: {@code Incoming} → ({@code Ring}) → {@code Answer} → {@code Confirmed}, or {@code Refuse} → {@code Ended}. Once
 * up, either side offers other media ({@code ReInvite}, {@code ReInvited}) any number of times, and either side hangs up.
 * {@code Refused} or {@code Ended} comes exactly once for each call, and last.
 *
 * <p>How we read the RFCs where they leave it open: 100rel is understood (a PRACK follows where a far end demands it)
 * but never asked for; of session timers (RFC 4028) the far end's refreshes are answered and none are promised; UPDATE
 * may refresh a session and not change its media; a 3xx is a refusal that says whereto; DNS is the driver's business.
 */
@NullMarked
package org.caselli.sip;

import org.jspecify.annotations.NullMarked;
