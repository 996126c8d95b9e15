package org.caselli.t30;

/** The tones of T.30 phase A (clause 4). */
public enum Tone {
    /** Calling tone: 1100 Hz, 0.5 s on, 3 s off, for as long as the caller hears no answer. */
    CNG,
    /** Called station identification: 2100 Hz for 2.6 to 4 s, once. */
    CED
}
