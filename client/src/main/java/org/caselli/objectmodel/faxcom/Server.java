package org.caselli.objectmodel.faxcom;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.caselli.client.Devices;
import org.caselli.client.Tagged;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxDoc;
import org.caselli.faxcom.FaxJobs;
import org.caselli.faxcom.FaxPorts;
import org.caselli.faxcom.FaxServer;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.jspecify.annotations.Nullable;

/** A server as a program knows it: each getter asks it, each setter acts at once. */
public final class Server implements FaxServer {
    /** Ours: under which the server keeps the name of a MAPI profile for us, ended by a zero. It does nothing with it. */
    private static final String MAPI_PROFILE = "{7d1c2f3e-5a0b-4c58-9b1f-fa8c00300021}";

    private volatile @Nullable Connection connection;

    private Connection connection() {
        Connection present = connection;
        if (present == null) {
            throw Connection.notConnected();
        }
        return present;
    }

    @Override
    public synchronized void connect(@Nullable String serverName) {
        close();
        connection = Connection.open(serverName == null ? "" : serverName);
    }

    @Override
    public synchronized void connect(@Nullable String serverName, FaxCredentials credentials) {
        close();
        connection = Connection.open(serverName == null ? "" : serverName, credentials);
    }

    @Override
    public synchronized void disconnect() {
        connection().close();
        connection = null;
    }

    @Override
    public synchronized void close() {
        if (isConnected()) {
            disconnect();
        }
    }

    @Override
    public boolean isConnected() {
        return connection != null;
    }

    @Override
    public FaxPorts getPorts() {
        return Ports.of(connection());
    }

    @Override
    public FaxJobs getJobs() {
        return Jobs.of(connection());
    }

    @Override
    public FaxDoc createDocument(@Nullable String fileName) {
        var document = new Doc(connection());
        document.setFileName(fileName);
        return document;
    }

    @Override
    public String getArchiveDirectory() {
        return get("archive", "location", String.class);
    }

    @Override
    public void setArchiveDirectory(@Nullable String value) {
        put("archive", "location", value == null ? "" : value);
    }

    @Override
    public boolean isArchiveOutboundFaxes() {
        return get("archive", "use", Boolean.class);
    }

    @Override
    public void setArchiveOutboundFaxes(boolean value) {
        put("archive", "use", value);
    }

    @Override
    public boolean isBranding() {
        return get("outgoing", "branding", Boolean.class);
    }

    @Override
    public void setBranding(boolean value) {
        put("outgoing", "branding", value);
    }

    @Override
    public int getDirtyDays() {
        int days = get("outgoing", "ageLimit", Number.class).intValue();
        return days == 0 ? -1 : days;
    }

    @Override
    public void setDirtyDays(int value) {
        put("outgoing", "ageLimit", value == -1 ? 0 : value);
    }

    @Override
    public int getDiscountRateEndHour() {
        return time("discountEnd").getHour();
    }

    @Override
    public void setDiscountRateEndHour(int value) {
        putTime("discountEnd", time -> time.withHour(hour(value)));
    }

    @Override
    public int getDiscountRateEndMinute() {
        return time("discountEnd").getMinute();
    }

    @Override
    public void setDiscountRateEndMinute(int value) {
        putTime("discountEnd", time -> time.withMinute(minute(value)));
    }

    @Override
    public int getDiscountRateStartHour() {
        return time("discountStart").getHour();
    }

    @Override
    public void setDiscountRateStartHour(int value) {
        putTime("discountStart", time -> time.withHour(hour(value)));
    }

    @Override
    public int getDiscountRateStartMinute() {
        return time("discountStart").getMinute();
    }

    @Override
    public void setDiscountRateStartMinute(int value) {
        putTime("discountStart", time -> time.withMinute(minute(value)));
    }

    @Override
    public boolean isPauseServerQueue() {
        return get("outgoing", "paused", Boolean.class);
    }

    @Override
    public void setPauseServerQueue(boolean value) {
        put("outgoing", "paused", value);
    }

    @Override
    public int getRetries() {
        return get("outgoing", "retries", Number.class).intValue();
    }

    @Override
    public void setRetries(int value) {
        put("outgoing", "retries", value);
    }

    @Override
    public int getRetryDelay() {
        return (int) Duration.parse(get("outgoing", "retryDelay", String.class)).toMinutes();
    }

    @Override
    public void setRetryDelay(int value) {
        put("outgoing", "retryDelay", Duration.ofMinutes(value).toString());
    }

    @Override
    public boolean isServerCoverpage() {
        return !get("covers", "allowPersonalCoverPages", Boolean.class);
    }

    @Override
    public void setServerCoverpage(boolean value) {
        put("covers", "allowPersonalCoverPages", !value);
    }

    @Override
    public String getServerMapiProfile() {
        try {
            byte[] kept = connection().ask(client -> client.devices().property(Devices.SERVER, MAPI_PROFILE));
            return new String(kept, 0, kept.length - 1, StandardCharsets.UTF_8);
        } catch (FaxException refused) {
            if (refused.error() == FaxError.ERROR_FILE_NOT_FOUND) {
                return ""; // nobody has ever set it
            }
            throw refused;
        }
    }

    @Override
    public void setServerMapiProfile(@Nullable String value) {
        byte[] kept = ((value == null ? "" : value) + "\0").getBytes(StandardCharsets.UTF_8);
        connection().tell(client -> client.devices().setProperty(Devices.SERVER, MAPI_PROFILE, kept));
    }

    @Override
    public boolean isUseDeviceTsid() {
        return get("outgoing", "useDeviceTsid", Boolean.class);
    }

    @Override
    public void setUseDeviceTsid(boolean value) {
        put("outgoing", "useDeviceTsid", value);
    }

    // A setting: a member of a section, by the names that caselli settings has.

    private <T> T get(String section, String member, Class<T> type) {
        return value(connection().ask(client -> client.settings().section(section)), member, type);
    }

    private static <T> T value(Tagged<Map<String, Object>> section, String member, Class<T> type) {
        return type.cast(Objects.requireNonNull(section.value().get(member), member));
    }

    private void put(String section, String member, Object value) {
        AtOnce.tell(
                connection(),
                FaxError.ERROR_FILE_NOT_FOUND,
                client -> client.settings().change(section, Map.of(member, value), "*"));
    }

    private LocalTime time(String member) {
        return LocalTime.parse(get("outgoing", member, String.class));
    }

    /** Hour and minute are one setting: what is not set must stay what it is, also if somebody else sets it just now. */
    private void putTime(String member, UnaryOperator<LocalTime> change) {
        AtOnce.tell(connection(), FaxError.ERROR_FILE_NOT_FOUND, client -> {
            Tagged<Map<String, Object>> outgoing = client.settings().section("outgoing");
            LocalTime time = LocalTime.parse(value(outgoing, member, String.class));
            return client.settings()
                    .change("outgoing", Map.of(member, change.apply(time).toString()), outgoing.tag());
        });
    }

    private static int hour(int value) {
        return within("hour", value, 23);
    }

    private static int minute(int value) {
        return within("minute", value, 59);
    }

    private static int within(String what, int value, int most) {
        if (value < 0 || value > most) {
            throw Faults.invalid("There is no " + what + " " + value + ".", "Give 0 to " + most + ".");
        }
        return value;
    }
}
