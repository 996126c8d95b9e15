package org.caselli.service;

/**
 * How far a call on the line has come. Lives in memory only: a progress bar may ask for it several times a second.
 *
 * @param callId the line's name of the call
 * @param phase  "dialling", "training at 14400 bit/s", "page 2"
 * @param farId  the other machine's identity; empty until it is known
 * @param page   the page on the line, counted from the first of the fax; 0 before the first
 * @param pages  of the whole fax; 0 if we receive
 * @param sent   octets of this page that have gone over
 * @param total  octets of this page; 0 if unknown
 */
public record LiveProgress(
        String callId,
        String device,
        String phase,
        String farId,
        int bitsPerSecond,
        int page,
        int pages,
        int sent,
        int total) {}
