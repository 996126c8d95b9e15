package org.caselli.objectmodel.faxcomex;

import java.util.function.UnaryOperator;
import org.caselli.client.Devices.Change;
import org.caselli.client.InboundRouting.Use;
import org.caselli.client.Tagged;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_DEVICE_RECEIVE_MODE_ENUM;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Edited;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

final class Device implements FaxDevice {
    /** What can be edited. */
    private record Settings(
            String description, boolean sendEnabled, String receiveMode, int rings, String tsid, String csid) {
        static Settings of(org.caselli.client.Devices.Device device) {
            return new Settings(
                    device.description(),
                    device.sendEnabled(),
                    device.receiveMode(),
                    device.ringsBeforeAnswer(),
                    device.tsid(),
                    device.csid());
        }

        Change change() {
            return new Change(description, sendEnabled, receiveMode, rings, tsid, csid, null);
        }
    }

    private final Connection connection;
    private final int id;
    private final Edited<Settings> settings;
    private volatile org.caselli.client.Devices.Device seen;

    Device(Connection connection, org.caselli.client.Devices.Device device) {
        this.connection = connection;
        this.id = device.id();
        this.seen = device;
        this.settings =
                new Edited<>(new Tagged<>(Settings.of(device), Edited.NO_TAG), () -> read(connection), this::write);
    }

    private String name() {
        return Integer.toString(id);
    }

    private Tagged<Settings> read(Connection present) {
        var read =
                present.ask(FaxError.ERROR_BAD_UNIT, client -> client.devices().get(name()));
        return new Tagged<>(seen(read.value()), read.tag());
    }

    private Tagged<Settings> write(Settings now, String tag) {
        var written = connection.ask(
                FaxError.ERROR_BAD_UNIT, client -> client.devices().change(name(), now.change(), tag));
        return new Tagged<>(seen(written), Edited.NO_TAG);
    }

    private Settings seen(org.caselli.client.Devices.Device device) {
        seen = device;
        return Settings.of(device);
    }

    private void edit(UnaryOperator<Settings> edit) {
        settings.set(edit);
    }

    @Override
    public int getId() {
        return id;
    }

    @Override
    public String getDeviceName() {
        return seen.name();
    }

    @Override
    public String getProviderUniqueName() {
        return seen.provider();
    }

    @Override
    public boolean isPoweredOff() {
        return seen.status().poweredOff();
    }

    @Override
    public boolean isReceivingNow() {
        return seen.status().receiving();
    }

    @Override
    public boolean isSendingNow() {
        return seen.status().sending();
    }

    @Override
    public boolean isRingingNow() {
        return seen.status().ringing();
    }

    @Override
    public String[] getUsedRoutingMethods() {
        return connection
                .ask(FaxError.ERROR_BAD_UNIT, client -> client.inboundRouting().uses(name()))
                .stream()
                .filter(Use::enabled)
                .map(use -> use.method().guid())
                .toArray(String[]::new);
    }

    @Override
    public String getDescription() {
        return settings.get().description();
    }

    @Override
    public void setDescription(@Nullable String value) {
        String text = Words.text(value);
        edit(now -> new Settings(text, now.sendEnabled, now.receiveMode, now.rings, now.tsid, now.csid));
    }

    @Override
    public boolean isSendEnabled() {
        return settings.get().sendEnabled();
    }

    @Override
    public void setSendEnabled(boolean value) {
        edit(now -> new Settings(now.description, value, now.receiveMode, now.rings, now.tsid, now.csid));
    }

    @Override
    public FAX_DEVICE_RECEIVE_MODE_ENUM getReceiveMode() {
        return Words.of(FAX_DEVICE_RECEIVE_MODE_ENUM.class, settings.get().receiveMode());
    }

    @Override
    public void setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM value) {
        String mode = Words.word(value);
        edit(now -> new Settings(now.description, now.sendEnabled, mode, now.rings, now.tsid, now.csid));
    }

    @Override
    public int getRingsBeforeAnswer() {
        return settings.get().rings();
    }

    @Override
    public void setRingsBeforeAnswer(int value) {
        edit(now -> new Settings(now.description, now.sendEnabled, now.receiveMode, value, now.tsid, now.csid));
    }

    @Override
    public String getCSID() {
        return settings.get().csid();
    }

    @Override
    public void setCSID(@Nullable String value) {
        String text = Words.text(value);
        edit(now -> new Settings(now.description, now.sendEnabled, now.receiveMode, now.rings, now.tsid, text));
    }

    @Override
    public String getTSID() {
        return settings.get().tsid();
    }

    @Override
    public void setTSID(@Nullable String value) {
        String text = Words.text(value);
        edit(now -> new Settings(now.description, now.sendEnabled, now.receiveMode, now.rings, text, now.csid));
    }

    @Override
    public void refresh() {
        settings.refresh();
    }

    @Override
    public void save() {
        settings.save();
    }

    @Override
    public byte[] getExtensionProperty(@Nullable String guid) {
        String name = Faults.guid(guid);
        return connection.ask(client -> client.devices().property(id, name));
    }

    @Override
    public void setExtensionProperty(@Nullable String guid, byte[] property) {
        String name = Faults.guid(guid);
        Faults.requireOctets(property);
        connection.tell(client -> client.devices().setProperty(id, name, property));
    }

    @Override
    public void useRoutingMethod(String methodGuid, boolean use) {
        connection.tell(
                FaxError.ERROR_INVALID_DATA, client -> client.inboundRouting().use(name(), methodGuid, use, null, "*"));
    }

    @Override
    public void answerCall() {
        connection.tell(FaxError.ERROR_BAD_UNIT, client -> client.devices().answer(name(), null));
    }
}
