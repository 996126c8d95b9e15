package org.caselli.http;

import java.time.Duration;

/**
 * Where and how the server answers HTTP.
 *
 * @param address        the address to listen at; {@code 127.0.0.1} admits programs of this machine only
 * @param port           0 takes any free one; 7030 unless configured
 * @param maxUploadBytes the largest submission, files and all; 64 MiB unless configured
 * @param openMetrics    whether {@code /metrics} is answered without a token; no unless configured
 * @param patience       how long a client may be silent, or take for the head of a request; 1 s or more, 30 s unless configured
 */
public record HttpSettings(String address, int port, long maxUploadBytes, boolean openMetrics, Duration patience) {
    /** The largest body of all requests but submissions. Ours: a thousand times what any of them needs. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** The largest part of a submission that is not a file: 10,000 recipients with names of full length fit. */
    static final int MAX_FIELD_BYTES = 8 * 1024 * 1024;

    public HttpSettings {
        if (address.isBlank()) {
            throw new IllegalArgumentException("The HTTP address is empty; give one such as 127.0.0.1.");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The HTTP port " + port + " is out of range; give 0 to 65535.");
        }
        if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("The patience with HTTP clients is " + patience + "; give 1 s or more.");
        }
        if (maxUploadBytes < 1) {
            throw new IllegalArgumentException("The largest upload is " + maxUploadBytes + " octets; give 1 or more.");
        }
    }

    /** With the patience of 30 s. */
    public HttpSettings(String address, int port, long maxUploadBytes, boolean openMetrics) {
        this(address, port, maxUploadBytes, openMetrics, Duration.ofSeconds(30));
    }
}
