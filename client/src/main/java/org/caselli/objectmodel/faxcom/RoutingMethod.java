package org.caselli.objectmodel.faxcom;

import java.util.Objects;
import org.caselli.client.InboundRouting.Use;
import org.caselli.fax.FaxError;
import org.caselli.faxcom.FaxRoutingMethod;
import org.caselli.objectmodel.Connection;

/** A routing method as a line uses it. Whether it is enabled is asked of the server each time; the rest stays as it was. */
final class RoutingMethod implements FaxRoutingMethod {
    private final Connection connection;
    private final int device;
    private final String deviceName;
    private final Use use;

    RoutingMethod(Connection connection, int device, String deviceName, Use use) {
        this.connection = connection;
        this.device = device;
        this.deviceName = deviceName;
        this.use = use;
    }

    @Override
    public int getDeviceId() {
        return device;
    }

    @Override
    public String getDeviceName() {
        return deviceName;
    }

    @Override
    public boolean isEnable() {
        return connection
                .ask(
                        FaxError.ERROR_INVALID_DATA,
                        client -> client.inboundRouting().find(Integer.toString(device), getGuid()))
                .value()
                .enabled();
    }

    @Override
    public void setEnable(boolean value) {
        AtOnce.tell(
                connection,
                FaxError.ERROR_INVALID_DATA,
                client -> client.inboundRouting().use(Integer.toString(device), getGuid(), value, null, "*"));
    }

    @Override
    public String getExtensionName() {
        return use.method().extensionName();
    }

    @Override
    public String getFriendlyName() {
        return use.method().name();
    }

    @Override
    public String getFunctionName() {
        return use.method().functionName();
    }

    @Override
    public String getGuid() {
        return use.method().guid();
    }

    @Override
    public String getImageName() {
        return use.method().image();
    }

    @Override
    public String getRoutingData() {
        return Objects.requireNonNullElse(use.value(), "");
    }
}
