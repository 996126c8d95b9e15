package org.caselli.objectmodel.faxcomex;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.client.Providers;
import org.caselli.fax.FaxCredentials;
import org.caselli.faxcomex.FAX_SERVER_APIVERSION_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountSet;
import org.caselli.faxcomex.FaxActivity;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxDeviceProviders;
import org.caselli.faxcomex.FaxDevices;
import org.caselli.faxcomex.FaxFolders;
import org.caselli.faxcomex.FaxInboundRouting;
import org.caselli.faxcomex.FaxLoggingOptions;
import org.caselli.faxcomex.FaxOutboundRouting;
import org.caselli.faxcomex.FaxReceiptOptions;
import org.caselli.faxcomex.FaxSecurity;
import org.caselli.faxcomex.FaxSecurity2;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

/** A server as a program knows it. What comes from it belongs to the connection that it has at that moment. */
public final class Server implements FaxServer {
    private record Version(Connection connection, Api.Server server) {}

    private final IntFunction<Duration> pauses;
    private final Listening<FaxServerNotify> listening;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Version version;
    private @Nullable Account current;

    /** A server that is not connected yet. */
    public Server() {
        this(Listening::growing);
    }

    /** @param pauses before the so manieth try to get a lost connection to its events again; the first is 0 */
    Server(IntFunction<Duration> pauses) {
        this.pauses = pauses;
        this.listening = new Listening<>(
                (listener, event) -> Events.tell(listener, this, event),
                listener -> listener.onEventsMissed(this),
                pauses);
    }

    /** Those that it has itself. */
    IntFunction<Duration> pauses() {
        return pauses;
    }

    /** What everything below it asks with. */
    Connection connection() {
        Connection present = connection;
        if (present == null) {
            throw Connection.notConnected();
        }
        return present;
    }

    /** What the server says of itself; it is asked once a connection. */
    private Api.Server version() {
        Connection present = connection();
        Version known = version;
        if (known == null || known.connection() != present) {
            known = new Version(present, present.ask(CaselliClient::server));
            version = known;
        }
        return known.server();
    }

    @Override
    public boolean isConnected() {
        return connection != null;
    }

    @Override
    public synchronized void connect(@Nullable String serverName) {
        close();
        connection = Connection.open(serverName);
    }

    @Override
    public synchronized void connect(@Nullable String serverName, FaxCredentials credentials) {
        close();
        connection = Connection.open(serverName, credentials);
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
    public String getServerName() {
        return connection().serverName();
    }

    @Override
    public FaxDeviceProviders getDeviceProviders() {
        return new DeviceProviders(connection());
    }

    @Override
    public FaxDevices getDevices() {
        return new Devices(connection());
    }

    @Override
    public FaxInboundRouting getInboundRouting() {
        return new InboundRouting(connection());
    }

    @Override
    public FaxFolders getFolders() {
        return new Folders(connection());
    }

    @Override
    public FaxLoggingOptions getLoggingOptions() {
        return new LoggingOptions(connection());
    }

    @Override
    public int getMajorVersion() {
        return version().majorVersion();
    }

    @Override
    public int getMinorVersion() {
        return version().minorVersion();
    }

    @Override
    public int getMajorBuild() {
        return version().majorBuild();
    }

    @Override
    public int getMinorBuild() {
        return version().minorBuild();
    }

    @Override
    public boolean isDebug() {
        return version().debug();
    }

    @Override
    public FaxActivity getActivity() {
        return new Activity(connection());
    }

    @Override
    public FaxOutboundRouting getOutboundRouting() {
        return new OutboundRouting(connection());
    }

    @Override
    public FaxReceiptOptions getReceiptOptions() {
        return new ReceiptOptions(connection());
    }

    @Override
    public FaxSecurity getSecurity() {
        return new Security(connection());
    }

    @Override
    public byte[] getExtensionProperty(@Nullable String guid) {
        String name = Faults.guid(guid);
        return connection().ask(client -> client.devices().property(org.caselli.client.Devices.SERVER, name));
    }

    @Override
    public void setExtensionProperty(@Nullable String guid, byte[] property) {
        String name = Faults.guid(guid);
        Faults.requireOctets(property);
        connection().tell(client -> client.devices().setProperty(org.caselli.client.Devices.SERVER, name, property));
    }

    @Override
    public void listenToServerEvents(Set<FAX_SERVER_EVENTS_TYPE_ENUM> eventTypes) {
        listening.listen(connection(), false, Listening.names(eventTypes));
    }

    @Override
    public void registerDeviceProvider(
            String guid, String friendlyName, String imageName, String tspName, int fspiVersion) {
        connection()
                .tell(client -> client.providers()
                        .register(new Providers.Registration(
                                Words.text(guid),
                                Words.text(friendlyName),
                                Words.text(imageName),
                                Words.text(tspName),
                                Integer.toUnsignedLong(fspiVersion))));
    }

    @Override
    public void unregisterDeviceProvider(String uniqueName) {
        connection().tell(client -> client.providers().unregister(Words.text(uniqueName)));
    }

    @Override
    public void registerInboundRoutingExtension(
            String extensionName, String friendlyName, String imageName, String[] methods) {
        List<String> each = methods == null ? List.of() : Arrays.asList(methods);
        connection()
                .tell(client -> client.inboundRouting()
                        .register(Words.text(extensionName), Words.text(friendlyName), Words.text(imageName), each));
    }

    @Override
    public void unregisterInboundRoutingExtension(String extensionUniqueName) {
        connection().tell(client -> client.inboundRouting().unregister(Words.text(extensionUniqueName)));
    }

    @Override
    public Set<FAX_SERVER_EVENTS_TYPE_ENUM> getRegisteredEvents() {
        return Listening.classes(FAX_SERVER_EVENTS_TYPE_ENUM.class, listening.classes());
    }

    @Override
    public FAX_SERVER_APIVERSION_ENUM getAPIVersion() {
        int version = version().apiVersion();
        FAX_SERVER_APIVERSION_ENUM last = FAX_SERVER_APIVERSION_ENUM.fsAPI_VERSION_3;
        return version >= last.value() ? last : FAX_SERVER_APIVERSION_ENUM.of(version); // a later one has all of it
    }

    @Override
    public FaxConfiguration getConfiguration() {
        return new Configuration(connection());
    }

    @Override
    public FaxAccount getCurrentAccount() {
        return own(connection().ask(client -> client.access().me().name()));
    }

    /** The account that is connected: one object as long as the connection lasts, as listeners are added to it. */
    synchronized Account own(String accountName) {
        Account known = current;
        if (known == null
                || known.connection() != connection()
                || !known.getAccountName().equals(accountName)) {
            known = new Account(this, accountName);
            current = known;
        }
        return known;
    }

    @Override
    public FaxAccountSet getFaxAccountSet() {
        return new AccountSet(this);
    }

    @Override
    public FaxSecurity2 getSecurity2() {
        return new Security2(connection());
    }

    @Override
    public void addListener(FaxServerNotify listener) {
        listening.add(listener);
    }

    @Override
    public void removeListener(FaxServerNotify listener) {
        listening.remove(listener);
    }
}
