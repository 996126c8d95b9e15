package org.caselli.client;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SIP trunks of a server. A password is given, and never shown again. */
public final class Trunks {
    private static final String TRUNKS = "/trunks";

    /**
     * A trunk.
     *
     * @param node    the only server that opens it; empty for each
     * @param status  how it is on the server that was asked; null where that has not opened it
     * @param problem why it cannot be opened there; null if nothing is wrong
     */
    @Json
    public record Trunk(
            String name,
            Form settings,
            String node,
            boolean hasPassword,
            boolean hasCallerPassword,
            Instant changedAt,
            @Nullable Status status,
            @Nullable String problem) {}

    /**
     * The settings of a trunk. In a change, or in a new trunk, what is null is left out: as it was, or as is usual.
     *
     * @param kind          {@code static} or {@code registration}
     * @param server        {@code host} or {@code host:port}
     * @param transport     {@code udp}, {@code tcp} or {@code tls}
     * @param numberHeader  {@code none}, {@code asserted} or {@code preferred}
     * @param channels      calls at one time
     * @param calledNumber  {@code request_uri} or {@code to}
     * @param sources       addresses and networks that calls may come from
     * @param callerUser    the user that the far end must authenticate as
     * @param callerHash    {@code best} or {@code md5}: what it is asked to hash its password with
     * @param trust         {@code system}, {@code own_authority} or {@code fingerprint}
     * @param registerEvery seconds
     * @param checkEvery    seconds; 0 for never
     * @param strip         taken from the front of a number before it is dialled
     * @param prefix        put before it then
     */
    @Json
    public record Form(
            @Nullable String displayName,
            @Nullable String kind,
            @Nullable String server,
            @Nullable String transport,
            @Nullable String outboundProxy,
            @Nullable String user,
            @Nullable String authUser,
            @Nullable String realm,
            @Nullable String number,
            @Nullable String numberName,
            @Nullable String fromUser,
            @Nullable String fromDomain,
            @Nullable String numberHeader,
            @Nullable Integer channels,
            @Nullable String calledNumber,
            @Nullable List<String> sources,
            @Nullable String callerUser,
            @Nullable String callerHash,
            @Nullable String trust,
            @Nullable String authorities,
            @Nullable String fingerprint,
            @Nullable Boolean checkHost,
            @Nullable String certificate,
            @Nullable String certificateKey,
            @Nullable Integer registerEvery,
            @Nullable Integer checkEvery,
            @Nullable String strip,
            @Nullable String prefix) {}

    /**
     * How a trunk is on one server.
     *
     * @param node  that server; each of several has a way of its own to the far end
     * @param state {@code up}, {@code down}, {@code registering} or {@code checking}
     */
    @Json
    public record Status(
            String node,
            String state,
            String sentence,
            @Nullable String remedy,
            Instant since,
            @Nullable Instant registeredUntil,
            @Nullable Instant lastAnswer,
            @Nullable Long roundTripMillis,
            int callsInUse,
            int channels) {}

    /**
     * A change, or a new trunk.
     *
     * @param node           the only server that opens it; empty for each; null for as it was
     * @param password       ours towards the far end; empty to take it away; null for as it was
     * @param callerPassword the far end's towards us; likewise
     */
    @Json
    public record Change(
            Form settings,
            @Nullable String node,
            @Nullable String password,
            @Nullable String callerPassword) {
        /** Without its passwords. */
        @Override
        public String toString() {
            return "Change[settings=" + settings + ", node=" + node + "]";
        }
    }

    /** What came of asking the far end. */
    @Json
    public record Tested(
            boolean ok,
            String sentence,
            @Nullable String remedy,
            @Nullable Long roundTripMillis) {}

    @Json
    record NewTrunk(
            String name,
            Form settings,
            @Nullable String node,
            @Nullable String password,
            @Nullable String callerPassword) {
        @Override
        public String toString() {
            return "NewTrunk[name=" + name + "]";
        }
    }

    @Json
    record Listed(List<Trunk> items) {}

    private final CaselliClient client;

    Trunks(CaselliClient client) {
        this.client = client;
    }

    private static String path(String name) {
        return TRUNKS + "/" + CaselliClient.escaped(name);
    }

    /** All of them, in the order of their names. */
    public List<Trunk> list() {
        return client.get(TRUNKS, Listed.class).items();
    }

    public Tagged<Trunk> find(String name) {
        return client.getTagged(path(name), Trunk.class);
    }

    /** Sets up a trunk; it is opened at once. */
    public Trunk add(String name, Change wanted) {
        return client.post(
                TRUNKS,
                new NewTrunk(name, wanted.settings(), wanted.node(), wanted.password(), wanted.callerPassword()),
                Trunk.class);
    }

    /** Changes a trunk; calls under way go on. The tag is that of {@link #find}, or {@code *}. */
    public Trunk change(String name, Change wanted, String tag) {
        return client.patch(path(name), wanted, tag, Trunk.class);
    }

    public void remove(String name) {
        client.delete(path(name));
    }

    /** Asks the far end now, and waits for what comes of it: some seconds at most. */
    public Tested test(String name) {
        return client.post(path(name) + "/test", Tested.class);
    }
}
