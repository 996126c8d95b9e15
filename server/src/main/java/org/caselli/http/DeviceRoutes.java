package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.http.wire.DeviceWire;
import org.caselli.service.access.Visibility;
import org.caselli.service.device.DeviceSettings;
import org.caselli.service.device.DeviceStatus;
import org.caselli.service.device.Devices;
import org.caselli.service.device.ExtensionProperties;
import org.caselli.service.device.ReceiveMode;
import org.caselli.service.device.RegisteredDevice;
import org.jspecify.annotations.Nullable;

/** The lines: what they are set to, what they do, and what programs keep with them. */
final class DeviceRoutes {
    private static final String DEVICE = Rest.API + "/devices/{id}";

    private final Devices devices;
    private final ExtensionProperties properties;
    private final Visibility visibility;
    private final Rest rest;

    DeviceRoutes(Devices devices, ExtensionProperties properties, Visibility visibility, Rest rest) {
        this.visibility = visibility;
        this.devices = devices;
        this.properties = properties;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(Rest.API + "/devices", this::list, Need.QUERY_CONFIG);
        routes.get(Rest.API + "/devices/status", this::statuses, Need.QUERY_CONFIG);
        routes.get(Rest.API + "/devices/order", this::showOrder, Need.QUERY_CONFIG);
        routes.put(Rest.API + "/devices/order", this::order, Need.MANAGE_CONFIG);
        routes.get(DEVICE, context -> show(context, device(context)), Need.QUERY_CONFIG);
        routes.patch(DEVICE, this::change, Need.MANAGE_CONFIG);
        routes.delete(DEVICE, this::remove, Need.MANAGE_CONFIG);
        routes.get(DEVICE + "/status", this::status, Need.QUERY_CONFIG);
        routes.post(DEVICE + "/answer", this::answer, Need.ANY_RIGHT);
        routes.get(
                DEVICE + "/properties/{guid}",
                context -> property(context, device(context).id()),
                Need.QUERY_CONFIG);
        routes.put(
                DEVICE + "/properties/{guid}",
                context -> setProperty(context, device(context).id()),
                Need.MANAGE_CONFIG);
        routes.get(
                Rest.API + "/server/properties/{guid}",
                context -> property(context, ExtensionProperties.SERVER),
                Need.QUERY_CONFIG);
        routes.put(
                Rest.API + "/server/properties/{guid}",
                context -> setProperty(context, ExtensionProperties.SERVER),
                Need.MANAGE_CONFIG);
    }

    private RegisteredDevice device(Context context) {
        return devices.named(Rest.id(context));
    }

    private void list(Context context) {
        Rest.parameters(context, List.of());
        write(context, devices.inOrder());
    }

    private void write(Context context, List<RegisteredDevice> all) {
        Map<Integer, DeviceStatus> statuses =
                devices.statuses().stream().collect(Collectors.toMap(DeviceStatus::id, Function.identity()));
        var items = new ArrayList<DeviceWire.Device>();
        for (RegisteredDevice device : all) {
            DeviceStatus status = statuses.get(device.id());
            if (status != null) { // else it was removed a moment ago
                items.add(DeviceWire.Device.of(device, status));
            }
        }
        rest.write(context, new DeviceWire.Devices(items));
    }

    private void show(Context context, RegisteredDevice device) {
        rest.write(context, DeviceWire.Device.of(device, devices.status(device.id())), device.version());
    }

    private void statuses(Context context) {
        Rest.parameters(context, List.of());
        rest.write(
                context,
                new DeviceWire.Statuses(
                        devices.statuses().stream().map(DeviceWire.Status::of).toList()));
    }

    private void status(Context context) {
        rest.write(context, DeviceWire.Status.of(devices.status(device(context).id())));
    }

    private void change(Context context) {
        RegisteredDevice before = device(context);
        long expected = Rest.ifMatch(context, before::version);
        DeviceWire.DeviceChange wanted = rest.body(context, DeviceWire.DeviceChange.class);
        DeviceSettings now = before.settings();
        var settings = new DeviceSettings(
                or(wanted.description(), now.description()),
                or(wanted.sendEnabled(), now.sendEnabled()),
                wanted.receiveMode() == null
                        ? now.receiveMode()
                        : Rest.choice("receiveMode", wanted.receiveMode(), ReceiveMode.values()),
                or(wanted.ringsBeforeAnswer(), now.ringsBeforeAnswer()),
                or(wanted.tsid(), now.tsid()),
                or(wanted.csid(), now.csid()));
        show(context, devices.change(before.id(), expected, settings, Optional.ofNullable(wanted.priority())));
    }

    private static <T> T or(@Nullable T wanted, T otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    private void remove(Context context) {
        devices.remove(device(context).id());
        context.status(204);
    }

    private void showOrder(Context context) {
        Rest.parameters(context, List.of());
        long version = devices.orderVersion();
        rest.write(
                context,
                new DeviceWire.Order(devices.inOrder().stream()
                        .map(device -> Integer.toString(device.id()))
                        .toList()),
                version);
    }

    private void order(Context context) {
        long expected = Rest.ifMatch(context, devices::orderVersion);
        List<String> wanted = rest.body(context, DeviceWire.Order.class).devices();
        List<RegisteredDevice> ordered = devices.order(
                wanted.stream().map(devices::named).map(RegisteredDevice::id).toList(), expected);
        context.header("ETag", "\"" + devices.orderVersion() + "\"");
        write(context, ordered);
    }

    private void answer(Context context) {
        visibility.requireIncoming();
        int device = device(context).id();
        Optional<String> call = context.bodyAsBytes().length == 0
                ? Optional.empty()
                : Optional.ofNullable(
                        rest.body(context, DeviceWire.Answer.class).call());
        devices.answer(device, call);
        context.status(202);
    }

    private void property(Context context, int device) {
        context.contentType("application/octet-stream")
                .header("Cache-Control", "no-store")
                .result(properties.get(device, context.pathParam("guid")));
    }

    private void setProperty(Context context, int device) {
        Rest.requireType(context, "application/octet-stream");
        byte[] value;
        try {
            value = context.bodyInputStream().readNBytes(ExtensionProperties.MOST_OCTETS + 1);
        } catch (IOException cause) {
            throw new UncheckedIOException("The octets did not come.", cause);
        }
        properties.set(device, context.pathParam("guid"), value);
        context.status(204);
    }
}
