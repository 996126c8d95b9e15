package org.caselli.service;

import java.time.Instant;
import org.caselli.image.Resolution;

/**
 * A file that was uploaded to be looked at and sent.
 *
 * @param id         16 lower-case hexadecimal digits
 * @param expiresAt  when it is deleted by itself
 * @param size       in octets
 * @param resolution of its fax pages
 * @param format     what kind of file it is: pdf, tiff, png, jpeg, gif, bmp or text; empty if of none that can be sent
 * @param pages      how many fax pages it makes; 0 if it cannot be sent
 * @param problem    why it cannot be sent, as a sentence; empty if it can
 * @param remedy     what to do about that; empty if it can be sent
 */
public record Upload(
        String id,
        Instant uploadedAt,
        Instant expiresAt,
        String name,
        long size,
        Resolution resolution,
        String format,
        int pages,
        String problem,
        String remedy) {
    /** Whether it can be sent. */
    public boolean isSendable() {
        return problem.isEmpty();
    }
}
