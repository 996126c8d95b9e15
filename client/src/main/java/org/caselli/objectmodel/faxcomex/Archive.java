package org.caselli.objectmodel.faxcomex;

import java.util.Objects;
import java.util.function.ToLongFunction;
import org.caselli.client.Archives;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.ServerSettings;
import org.jspecify.annotations.Nullable;

/** What both archives have: one switch, one folder, one quota and one age limit for the two, and a size of its own. */
class Archive extends Sized {
    private static final String USE = "archive.use";
    private static final String LOCATION = "archive.location";
    private static final String WARNING = "archive.quotaWarning";
    private static final String HIGH = "archive.highMark";
    private static final String LOW = "archive.lowMark";
    private static final String AGE = "archive.ageLimit";

    final Connection connection;
    private final ServerSettings settings;
    private final ToLongFunction<Archives.Status> octets;

    /** @param octets how much it has, of what the server says of both */
    Archive(Connection connection, ToLongFunction<Archives.Status> octets) {
        this.connection = connection;
        this.settings = new ServerSettings(connection, USE, LOCATION, WARNING, HIGH, LOW, AGE);
        this.octets = octets;
    }

    @Override
    final long readSize() {
        return connection.ask(client -> octets.applyAsLong(client.archives().status()));
    }

    public boolean isUseArchive() {
        return settings.flag(USE);
    }

    public void setUseArchive(boolean value) {
        settings.set(USE, value);
    }

    public String getArchiveFolder() {
        return settings.text(LOCATION);
    }

    public void setArchiveFolder(@Nullable String value) {
        settings.set(LOCATION, Objects.requireNonNullElse(value, ""));
    }

    public boolean isSizeQuotaWarning() {
        return settings.flag(WARNING);
    }

    public void setSizeQuotaWarning(boolean value) {
        settings.set(WARNING, value);
    }

    public int getHighQuotaWaterMark() {
        return settings.number(HIGH);
    }

    public void setHighQuotaWaterMark(int value) {
        settings.set(HIGH, value);
    }

    public int getLowQuotaWaterMark() {
        return settings.number(LOW);
    }

    public void setLowQuotaWaterMark(int value) {
        settings.set(LOW, value);
    }

    public int getAgeLimit() {
        return settings.number(AGE);
    }

    public void setAgeLimit(int value) {
        settings.set(AGE, value);
    }

    @Override
    public void refresh() {
        settings.refresh();
        super.refresh();
    }

    public void save() {
        settings.save();
    }
}
