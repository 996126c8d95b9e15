/**
 * SIP messages as values (RFC 3261 clauses 7, 18, 19, 20 and 25): from octets to {@link org.caselli.sip.message.SipMessage}
 * and back. Knows nothing of transactions or calls. Enter by {@link org.caselli.sip.message.SipParser} for datagrams,
 * {@link org.caselli.sip.message.SipStream} for TCP, and {@link org.caselli.sip.message.SipMessage#toBytes()} to write.
 *
 * <p>Text is kept as ISO 8859-1, one char for one octet, so that what we echo (Via, From, To, Call-ID) leaves exactly as
 * it came; only display names are decoded from UTF-8.
 */
@NullMarked
package org.caselli.sip.message;

import org.jspecify.annotations.NullMarked;
