package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FaxActivityLogging;
import org.caselli.faxcomex.FaxEventLogging;
import org.caselli.faxcomex.FaxLoggingOptions;
import org.caselli.objectmodel.Connection;

record LoggingOptions(Connection connection) implements FaxLoggingOptions {
    @Override
    public FaxEventLogging getEventLogging() {
        return new EventLogging(connection);
    }

    @Override
    public FaxActivityLogging getActivityLogging() {
        return new ActivityLogging(connection);
    }
}
