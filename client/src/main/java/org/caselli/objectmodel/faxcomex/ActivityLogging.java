package org.caselli.objectmodel.faxcomex;

import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxActivityLogging;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.ServerSettings;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

final class ActivityLogging implements FaxActivityLogging {
    private static final String INCOMING = "logging.logIncoming";
    private static final String OUTGOING = "logging.logOutgoing";
    private static final String DIRECTORY = "logging.activityLogDirectory";

    /** As documented. */
    private static final int LONGEST = 248;

    private final ServerSettings settings;

    ActivityLogging(Connection connection) {
        settings = new ServerSettings(connection, INCOMING, OUTGOING, DIRECTORY);
    }

    @Override
    public boolean isLogIncoming() {
        return settings.flag(INCOMING);
    }

    @Override
    public void setLogIncoming(boolean value) {
        settings.set(INCOMING, value);
    }

    @Override
    public boolean isLogOutgoing() {
        return settings.flag(OUTGOING);
    }

    @Override
    public void setLogOutgoing(boolean value) {
        settings.set(OUTGOING, value);
    }

    @Override
    public String getDatabasePath() {
        return settings.text(DIRECTORY);
    }

    @Override
    public void setDatabasePath(@Nullable String value) {
        settings.set(DIRECTORY, Words.text(value));
    }

    @Override
    public void refresh() {
        settings.refresh();
    }

    @Override
    public void save() {
        int length = getDatabasePath().length();
        if (length > LONGEST) {
            throw new FaxException(
                    FaxError.ERROR_BUFFER_OVERFLOW,
                    "The path of the activity log has " + length + " characters.",
                    "Give one with at most " + LONGEST + ".");
        }
        settings.save();
    }
}
