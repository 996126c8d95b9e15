package org.caselli.sip;

import java.time.Duration;
import java.time.Instant;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.SipUri;

/** How a registration stands. */
public sealed interface RegistrationState {

    /** On its way for the first time, or again after a failure. */
    record Registering(Hop to) implements RegistrationState {}

    /**
     * The registrar knows us.
     *
     * @param until     when it forgets us, unless we register again as we shall
     * @param contact   the address that it knows
     * @param at        which of the hops answered
     * @param roundTrip how long its answer took
     */
    record Registered(Instant until, SipUri contact, Hop at, Duration roundTrip) implements RegistrationState {}

    /**
     * It does not.
     *
     * @param status  its answer; 408 where none came, 503 where it could not be reached
     * @param why     in words
     * @param retryAt when we try again
     */
    record Failed(int status, String why, Hop at, Instant retryAt) implements RegistrationState {}

    /** We took it back, or gave up to do so. Nothing follows. */
    record Ended() implements RegistrationState {}
}
