package org.caselli.faxcomex;

/** The way to the settings of both logs. From {@link FaxServer#getLoggingOptions()}; itself it holds nothing. */
public interface FaxLoggingOptions {
    /** How much is written into the log for people. */
    FaxEventLogging getEventLogging();

    /** Whether each fax is written down, and where. */
    FaxActivityLogging getActivityLogging();
}
