package org.caselli.line;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where calls come in within TLS.
 *
 * @param port        0 takes any that is free
 * @param certificate PEM file of our certificate, and after it of those that signed it
 * @param key         PEM file of its key (PKCS #8, not encrypted)
 * @param callers     PEM file of authorities, one of which must have signed the certificate that a caller then has to show
 *                    (mutual TLS); empty where callers need none
 */
public record TlsListener(int port, Path certificate, Path key, Optional<Path> callers) {
    public TlsListener {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("The SIP port for TLS is " + port + "; give 0 to 65535.");
        }
    }

    /** For callers with or without a certificate. */
    public TlsListener(int port, Path certificate, Path key) {
        this(port, certificate, key, Optional.empty());
    }
}
