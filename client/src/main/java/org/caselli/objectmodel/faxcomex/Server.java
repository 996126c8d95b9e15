package org.caselli.objectmodel.faxcomex;

import java.time.Duration;
import java.util.Set;
import java.util.function.IntFunction;
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
import org.jspecify.annotations.Nullable;

/** A server as a program knows it. What comes from it belongs to the connection that it has at that moment. */
public final class Server implements FaxServer {
    private final IntFunction<Duration> pauses;
    private final Listening<FaxServerNotify> listening;
    private volatile @Nullable Connection connection;

    /** A server that is not connected yet. */
    public Server() {
        this(Listening::growing);
    }

    /** @param pauses before the so manieth try to get a lost connection to its events again; the first is 0 */
    Server(IntFunction<Duration> pauses) {
        this.pauses = pauses;
        this.listening = new Listening<>((listener, event) -> Events.tell(listener, this, event), pauses);
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

    @Override
    public boolean isConnected() {
        return connection != null;
    }

    @Override
    public void connect(String serverName) {
        connection = Connection.open(serverName);
    }

    @Override
    public void connect(String serverName, FaxCredentials credentials) {
        connection = Connection.open(serverName, credentials);
    }

    @Override
    public void disconnect() {
        connection().close();
        connection = null;
    }

    @Override
    public void close() {
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
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxDevices getDevices() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxInboundRouting getInboundRouting() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxFolders getFolders() {
        return new Folders(connection());
    }

    @Override
    public FaxLoggingOptions getLoggingOptions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getMajorVersion() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getMinorVersion() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getMajorBuild() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getMinorBuild() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isDebug() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxActivity getActivity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxOutboundRouting getOutboundRouting() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxReceiptOptions getReceiptOptions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxSecurity getSecurity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] getExtensionProperty(String guid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setExtensionProperty(String guid, byte[] property) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void listenToServerEvents(Set<FAX_SERVER_EVENTS_TYPE_ENUM> eventTypes) {
        listening.listen(connection(), false, Listening.names(eventTypes));
    }

    @Override
    public void registerDeviceProvider(
            String guid, String friendlyName, String imageName, String tspName, int fspiVersion) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unregisterDeviceProvider(String uniqueName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void registerInboundRoutingExtension(
            String extensionName, String friendlyName, String imageName, String[] methods) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unregisterInboundRoutingExtension(String extensionUniqueName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<FAX_SERVER_EVENTS_TYPE_ENUM> getRegisteredEvents() {
        return Listening.classes(FAX_SERVER_EVENTS_TYPE_ENUM.class, listening.classes());
    }

    @Override
    public FAX_SERVER_APIVERSION_ENUM getAPIVersion() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxConfiguration getConfiguration() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxAccount getCurrentAccount() {
        return new Account(this, connection().ask(client -> client.access().me().name()));
    }

    @Override
    public FaxAccountSet getFaxAccountSet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaxSecurity2 getSecurity2() {
        throw new UnsupportedOperationException();
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
