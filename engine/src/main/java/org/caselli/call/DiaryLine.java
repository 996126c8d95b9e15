package org.caselli.call;

import java.time.Instant;

/**
 * One line of a call's diary: something heard, said or decided.
 *
 * @param at   when
 * @param text in plain words, without a full stop: "heard DIS, up to 14400 bit/s"
 */
public record DiaryLine(Instant at, String text) {}
