package org.caselli.faxcomex;

/**
 * Gate to the two logging objects.
 *
 * <p>Obtained from {@code FaxServer.LoggingOptions}.
 *
 * <p>none.
 */
public interface FaxLoggingOptions {
    /**
     * Event log levels.
     */
    FaxEventLogging getEventLogging();

    /**
     * Activity log settings.
     */
    FaxActivityLogging getActivityLogging();
}
