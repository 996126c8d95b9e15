package org.caselli.objectmodel.faxcom;

import org.caselli.client.Devices.Change;
import org.caselli.client.Devices.Device;
import org.caselli.fax.FaxError;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxRoutingMethods;
import org.caselli.faxcom.FaxStatus;
import org.caselli.objectmodel.Connection;
import org.jspecify.annotations.Nullable;

/** A line of the server. What can be set of it is asked of the server each time; what cannot stays as it is. */
final class Port implements FaxPort {
    private static final String NO_ANSWER = "no_answer";

    private final Connection connection;
    private final int id;
    private final String name;

    Port(Connection connection, int id, String name) {
        this.connection = connection;
        this.id = id;
        this.name = name;
    }

    private Device device() {
        return connection.ask(
                FaxError.ERROR_BAD_UNIT,
                client -> client.devices().get(Integer.toString(id)).value());
    }

    private void change(Change change) {
        AtOnce.tell(
                connection,
                FaxError.ERROR_BAD_UNIT,
                client -> client.devices().change(Integer.toString(id), change, "*"));
    }

    @Override
    public FaxRoutingMethods getRoutingMethods() {
        return RoutingMethods.of(connection, id, name);
    }

    @Override
    public FaxStatus getStatus() {
        return new Status(connection, id);
    }

    @Override
    public boolean isCanModify() {
        return connection.ask(client -> client.access().check("manage_config")).allowed();
    }

    @Override
    public String getCsid() {
        return device().csid();
    }

    @Override
    public void setCsid(@Nullable String value) {
        change(new Change(null, null, null, null, null, StationId.of(value), null));
    }

    @Override
    public int getDeviceId() {
        return id;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getPriority() {
        return device().priority();
    }

    @Override
    public void setPriority(int value) {
        change(new Change(null, null, null, null, null, null, value));
    }

    @Override
    public boolean isReceive() {
        return !device().receiveMode().equals(NO_ANSWER);
    }

    @Override
    public void setReceive(boolean value) {
        // A line that a person answers receives as well, and goes on to do so.
        if (value != isReceive()) {
            change(new Change(null, null, value ? "auto_answer" : NO_ANSWER, null, null, null, null));
        }
    }

    @Override
    public int getRings() {
        return device().ringsBeforeAnswer();
    }

    @Override
    public void setRings(int value) {
        change(new Change(null, null, null, value, null, null, null));
    }

    @Override
    public boolean isSend() {
        return device().sendEnabled();
    }

    @Override
    public void setSend(boolean value) {
        change(new Change(null, value, null, null, null, null, null));
    }

    @Override
    public String getTsid() {
        return device().tsid();
    }

    @Override
    public void setTsid(@Nullable String value) {
        change(new Change(null, null, null, null, StationId.of(value), null, null));
    }
}
