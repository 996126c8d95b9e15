/**
 * Carries calls: sockets, the real clock, virtual threads. A {@link org.caselli.line.DeviceProvider} offers
 * {@link org.caselli.line.Device}s, each a line for one call at a time; calls that come in are put through to the
 * {@link org.caselli.line.Switchboard}. Built in are the providers {@code loopback} and {@code sip}, which share one
 * {@link org.caselli.line.SipEndpoint}. Enter by {@link org.caselli.line.Lines}.
 */
@NullMarked
package org.caselli.line;

import org.jspecify.annotations.NullMarked;
