package org.caselli.service;

import java.util.Optional;

/**
 * A device and what it does right now.
 *
 * @param id       what a submit names to choose it
 * @param provider whose it is: {@code loopback}, {@code sip}
 * @param number   what one dials to reach it; perhaps empty
 * @param state    what it does
 * @param live     the call on it, if there is one
 */
public record DeviceView(String id, String provider, String number, State state, Optional<LiveProgress> live) {
    /** What a device does. */
    public enum State {
        IDLE,
        DIALLING,
        ANSWERING,
        SENDING,
        RECEIVING,
        ENDING
    }
}
