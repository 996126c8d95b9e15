package org.caselli.client;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What offers lines to a server. */
public final class Providers {
    /**
     * A provider.
     *
     * @param uniqueName the GUID of its registration, or what it calls itself
     * @param image      the path of its jar
     * @param status     {@code success}, or what went wrong: {@code server_error}, {@code bad_guid}, {@code bad_version},
     *                   {@code cant_load}, {@code cant_link}, {@code cant_init}
     * @param devices    the numbers of its lines
     * @param pending    {@code none}; {@code added} or {@code removed} with the next start of the server
     */
    @Json
    public record Provider(
            String uniqueName,
            String friendlyName,
            String image,
            String tapiName,
            int majorVersion,
            int minorVersion,
            int majorBuild,
            int minorBuild,
            boolean debug,
            String status,
            int statusCode,
            int errorCode,
            @Nullable String error,
            List<Integer> devices,
            String pending) {}

    @Json
    record ProviderList(List<Provider> items) {}

    /**
     * What is to be registered.
     *
     * @param guid             in braces
     * @param image            the complete path of its jar on the server
     * @param tapiName         mostly null
     * @param interfaceVersion null for the only one there is, 0x00010000
     */
    @Json
    public record Registration(
            String guid,
            String friendlyName,
            String image,
            @Nullable String tapiName,
            @Nullable Long interfaceVersion) {}

    private final CaselliClient client;

    Providers(CaselliClient client) {
        this.client = client;
    }

    public List<Provider> list() {
        return client.get("/providers", ProviderList.class).items();
    }

    public Provider get(String uniqueName) {
        return client.get("/providers/" + CaselliClient.escaped(uniqueName), Provider.class);
    }

    /** Registers a provider; it is loaded at the next start of the server. */
    public Provider register(Registration registration) {
        return client.post("/providers", registration, Provider.class);
    }

    /** Takes a registration back, with effect from the next start of the server. */
    public void unregister(String uniqueName) {
        client.delete("/providers/" + CaselliClient.escaped(uniqueName));
    }
}
