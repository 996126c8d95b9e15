package org.caselli.client;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of received faxes on a server: extensions, their methods and the order, and what each device does. */
public final class InboundRouting {
    private static final String ROUTING = "/routing/inbound";

    /**
     * @param status  {@code success}, or why it does not work: {@code cant_load}, {@code cant_init} and so on
     * @param pending what happens at the next start: it is registered or unregistered; null for nothing
     */
    @Json
    public record Extension(
            String uniqueName,
            String friendlyName,
            String image,
            String version,
            int majorVersion,
            int minorVersion,
            int majorBuild,
            int minorBuild,
            String status,
            int statusCode,
            int errorCode,
            @Nullable String error,
            List<String> methods,
            boolean builtIn,
            boolean registered,
            @Nullable String pending) {}

    @Json
    public record Extensions(List<Extension> items) {}

    @Json
    record NewExtension(String uniqueName, String friendlyName, String image, List<String> methods) {}

    /** @param problem why it cannot run at present; null if it can */
    @Json
    public record Method(
            String guid,
            String name,
            String functionName,
            int priority,
            String extension,
            String extensionName,
            String image,
            @Nullable String problem) {}

    @Json
    public record Methods(List<Method> items) {}

    @Json
    record MethodChange(
            @Nullable Integer priority,
            @Nullable String value,
            @Nullable String data) {}

    /**
     * A method as a device uses it.
     *
     * @param value     its configuration as text; null if there is none, or it is no text
     * @param data      the same as octets, in Base64
     * @param inherited whether it is that for the whole server
     * @param complaint why the method cannot work with it; null if it can
     */
    @Json
    public record Use(
            Method method,
            boolean enabled,
            @Nullable String value,
            @Nullable String data,
            boolean inherited,
            @Nullable String complaint) {}

    @Json
    public record Uses(List<Use> items) {}

    @Json
    record UseChange(
            @Nullable Boolean enabled,
            @Nullable String value,
            @Nullable String data) {}

    @Json
    record Question(String to, String from, @Nullable String peer) {}

    /**
     * A line, or several that are alike.
     *
     * @param device  the first of them
     * @param keys    all of them in few words
     * @param verdict {@code answers}, {@code rings} or {@code refuses}
     */
    @Json
    public record Line(
            int device,
            String key,
            String keys,
            int count,
            String name,
            String verdict,
            String why,
            int rings,
            String stationId,
            boolean archived,
            List<Use> methods) {}

    @Json
    public record Explanation(String to, String from, String answer, List<Line> lines) {}

    private final CaselliClient client;

    InboundRouting(CaselliClient client) {
        this.client = client;
    }

    public List<Extension> extensions() {
        return client.get(ROUTING + "/extensions", Extensions.class).items();
    }

    /**
     * Registers an extension, with effect from the next start of the server.
     *
     * @param image   the path of its jar on the server
     * @param methods each as {@code name;friendly name;function;GUID}
     */
    public List<Extension> register(String uniqueName, String friendlyName, String image, List<String> methods) {
        return client.post(
                        ROUTING + "/extensions",
                        new NewExtension(uniqueName, friendlyName, image, methods),
                        Extensions.class)
                .items();
    }

    /** Takes an extension away, with effect from the next start of the server. */
    public void unregister(String uniqueName) {
        client.delete(ROUTING + "/extensions/" + CaselliClient.escaped(uniqueName));
    }

    /** All methods in the order in which they run. */
    public List<Method> methods() {
        return client.get(ROUTING + "/methods", Methods.class).items();
    }

    private static String method(String guid) {
        return ROUTING + "/methods/" + CaselliClient.escaped(guid);
    }

    /** A method with its configuration for the whole server. */
    public Tagged<Use> find(String guid) {
        return client.getTagged(method(guid), Use.class);
    }

    /** Puts a method at another place, 1 for the first. The tag is that of {@link #find}, or {@code *}. */
    public Use setPriority(String guid, int priority, String tag) {
        return client.patch(method(guid), new MethodChange(priority, null, null), tag, Use.class);
    }

    /** Configures a method for the whole server. The tag is that of {@link #find}, or {@code *}. */
    public Use configure(String guid, String value, String tag) {
        return client.patch(method(guid), new MethodChange(null, value, null), tag, Use.class);
    }

    private static String use(String device, String guid) {
        return "/devices/" + CaselliClient.escaped(device) + "/routing-methods/" + CaselliClient.escaped(guid);
    }

    /** All methods as a device uses them. A device is named by its number or its key. */
    public List<Use> uses(String device) {
        return client.get("/devices/" + CaselliClient.escaped(device) + "/routing-methods", Uses.class)
                .items();
    }

    /** A method as a device uses it. */
    public Tagged<Use> find(String device, String guid) {
        return client.getTagged(use(device, guid), Use.class);
    }

    /**
     * Configures a method for a device, and switches it on or off; null leaves things as they are.
     *
     * @param tag that of {@link #find(String, String)}, or {@code *}
     */
    public Use use(String device, String guid, @Nullable Boolean enabled, @Nullable String value, String tag) {
        return client.put(use(device, guid), new UseChange(enabled, value, null), tag, Use.class);
    }

    /**
     * What would become of a call.
     *
     * @param peer the address that it comes from; null where that is not known
     */
    public Explanation explain(String to, String from, @Nullable String peer) {
        return client.post(ROUTING + "/explain", new Question(to, from, peer), Explanation.class);
    }
}
