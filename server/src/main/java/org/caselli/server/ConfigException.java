package org.caselli.server;

/** The configuration cannot be used. The message says where, what is wrong, and what to write instead. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
