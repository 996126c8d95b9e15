package org.caselli.client;

import io.avaje.jsonb.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a server: what they are set to, what they do, and what programs keep with them. */
public final class Devices {
    /** Stands for the server itself where data is kept. */
    public static final int SERVER = 0;

    /**
     * A line.
     *
     * @param id                its number, above 0, the same for ever
     * @param key               its name on its server
     * @param node              its server, among those that share a database
     * @param number            what one dials to reach it; perhaps empty
     * @param virtual           whether it has no bell, so that nobody can answer it by hand
     * @param receiveMode       {@code no_answer}, {@code auto_answer} or {@code manual_answer}
     * @param ringsBeforeAnswer 1 to 99; 1 is at once
     * @param priority          its place among all lines, 1 for the first
     * @param offered           whether its provider has it
     */
    @Json
    public record Device(
            int id,
            String key,
            String node,
            String provider,
            String name,
            String number,
            boolean virtual,
            String description,
            boolean sendEnabled,
            String receiveMode,
            int ringsBeforeAnswer,
            String tsid,
            String csid,
            int priority,
            boolean offered,
            Instant lastSeen,
            Status status) {}

    @Json
    record DeviceList(List<Device> items) {}

    /** What is to be changed; what is null stays. */
    @Json
    public record Change(
            @Nullable String description,
            @Nullable Boolean sendEnabled,
            @Nullable String receiveMode,
            @Nullable Integer ringsBeforeAnswer,
            @Nullable String tsid,
            @Nullable String csid,
            @Nullable Integer priority) {}

    /**
     * What a line does.
     *
     * @param state in lower case: idle, dialling, ringing, sending, receiving, ending or powered_off
     * @param code  the FPS code of that
     * @param text  as the documents of the Fax Service have it: {@code Available}
     * @param call  the call on it, if there is one
     */
    @Json
    public record Status(
            int device,
            String key,
            String name,
            String state,
            int code,
            String text,
            boolean poweredOff,
            boolean sending,
            boolean receiving,
            boolean ringing,
            Instant since,
            @Nullable Call call) {}

    @Json
    record StatusList(List<Status> items) {}

    /**
     * The call on a line. What does not apply to its direction is null.
     *
     * @param elapsedMillis how long it has lasted, by the clock of the server
     */
    @Json
    public record Call(
            String call,
            boolean outgoing,
            @Nullable String job,
            @Nullable String address,
            @Nullable String callerId,
            @Nullable String routingInformation,
            String csid,
            String tsid,
            @Nullable String documentName,
            @Nullable Long documentSize,
            @Nullable String recipientName,
            @Nullable String senderName,
            @Nullable Instant submittedAt,
            Instant startedAt,
            long elapsedMillis,
            String phase,
            int bitsPerSecond,
            int currentPage,
            int pageCount,
            int sent,
            int total) {}

    @Json
    record Order(List<String> devices) {}

    @Json
    record Answer(@Nullable String call) {}

    private final CaselliClient client;

    Devices(CaselliClient client) {
        this.client = client;
    }

    /** All lines, in the order in which they are tried. */
    public List<Device> list() {
        return client.get("/devices", DeviceList.class).items();
    }

    /** One line, by its number or its key. */
    public Tagged<Device> get(String id) {
        return client.getTagged(path(id), Device.class);
    }

    /** Changes a line. The tag is that of {@link #get}, or {@code *}. */
    public Device change(String id, Change change, String tag) {
        return client.patch(path(id), change, tag, Device.class);
    }

    /** Removes a line that its provider does not have any more. */
    public void remove(String id) {
        client.delete(path(id));
    }

    /** The numbers of all lines in the order in which they are tried. */
    public Tagged<List<String>> order() {
        Tagged<Order> order = client.getTagged("/devices/order", Order.class);
        return new Tagged<>(order.value().devices(), order.tag());
    }

    /**
     * Sets the order in which lines are tried; those that are not named follow behind.
     *
     * @param tag that of {@link #order()}, or {@code *}
     */
    public List<Device> order(List<String> first, String tag) {
        return client.put("/devices/order", new Order(first), tag, DeviceList.class)
                .items();
    }

    /** What a line does. */
    public Status status(String id) {
        return client.get(path(id) + "/status", Status.class);
    }

    /** What all lines do. */
    public List<Status> statuses() {
        return client.get("/devices/status", StatusList.class).items();
    }

    /**
     * Answers the call that rings on a line.
     *
     * @param call only if it is this one; null for whatever rings
     */
    public void answer(String id, @Nullable String call) {
        client.post(path(id) + "/answer", new Answer(call));
    }

    /**
     * What a program keeps with a line.
     *
     * @param device a number, or {@link #SERVER}
     * @param guid   in braces
     */
    public byte[] property(int device, String guid) {
        return client.bytes(propertyPath(device, guid));
    }

    /** Keeps octets with a line, instead of what was there. */
    public void setProperty(int device, String guid, byte[] value) {
        client.send(client.request(propertyPath(device, guid))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(value))
                .build());
    }

    private static String propertyPath(int device, String guid) {
        return (device == SERVER ? "/server" : path(Integer.toString(device))) + "/properties/"
                + CaselliClient.escaped(guid);
    }

    private static String path(String id) {
        return "/devices/" + CaselliClient.escaped(id);
    }
}
