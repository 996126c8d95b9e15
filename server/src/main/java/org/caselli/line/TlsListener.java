package org.caselli.line;

import java.nio.file.Path;

/**
 * Where calls come in within TLS.
 *
 * @param port        0 takes any that is free
 * @param certificate PEM file of our certificate, and after it of those that signed it
 * @param key         PEM file of its key (PKCS #8, not encrypted)
 */
public record TlsListener(int port, Path certificate, Path key) {
    public TlsListener {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("The SIP port for TLS is " + port + "; give 0 to 65535.");
        }
    }
}
