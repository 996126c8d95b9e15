package org.caselli.faxcomex;

import java.util.Set;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.Implementation;

/**
 * FaxServer (ProgID {@code FaxComEx.FaxServer}), one of only two creatable classes. Root of everything that needs
 * a connection.
 *
 * <p>Obtained from create instance, then {@code Connect}. A FaxDocument needs no FaxServer unless it is submitted
 * with ConnectedSubmit / ConnectedSubmit2.
 *
 * <p>no Refresh/Save of its own. Every object property ({@code Activity}, {@code Folders}, ...) is documented as
 * creating its child object, so child state is read when the child is first read or refreshed. Every member other
 * than {@code Connect} presupposes a live connection; the docs say only that the call "fails" otherwise (code not
 * documented, see §20.4).
 */
public interface FaxServer extends AutoCloseable {
    /**
     * Opens a session. Empty or null name = server on the local machine; otherwise the machine name. On a v3
     * server the call also performs the account check / auto-creation of §17.
     *
     * <p>Right needed: any fax right (ALL_FAX_USER_ACCESS_RIGHTS); v3: an account, or AutoCreateAccountOnConnect
     * on. Errors: E_ACCESSDENIED 0x80070005 (no account and auto-create off, or account has no right); RPC errors
     * when host unreachable. Windows 2000 servers cannot be reached.
     */
    void connect(String serverName);

    /**
     * Name passed to the connected server; empty string = local server.
     */
    String getServerName();

    /**
     * New collection of registered fax service providers (FSPs).
     *
     * <p>Right needed: QUERY_CONFIG. Errors: access denied.
     */
    FaxDeviceProviders getDeviceProviders();

    /**
     * New collection of all devices of all registered FSPs; order has no meaning.
     *
     * <p>Right needed: QUERY_CONFIG. Errors: access denied.
     */
    FaxDevices getDevices();

    /**
     * Inbound routing root object.
     */
    FaxInboundRouting getInboundRouting();

    /**
     * Folders object; what the queues/archives then show depends on the caller's rights (§6.4).
     */
    FaxFolders getFolders();

    /**
     * Logging configuration object.
     */
    FaxLoggingOptions getLoggingOptions();

    /**
     * First component of the service version {@code Major.Minor.Build.MinorBuild}.
     *
     * <p>Right needed: — (wire: any fax right).
     */
    int getMajorVersion();

    /**
     * Second component.
     */
    int getMinorVersion();

    /**
     * Third component (build number).
     */
    int getMajorBuild();

    /**
     * Fourth component ("decimal part" of the build).
     */
    int getMinorBuild();

    /**
     * True when the service binary is a debug build.
     */
    boolean isDebug();

    /**
     * Activity counters object.
     *
     * <p>Right needed: — (its members need QUERY_CONFIG).
     */
    FaxActivity getActivity();

    /**
     * Outbound routing object.
     *
     * <p>Errors: FAX_E_NOT_SUPPORTED_ON_THIS_SKU on client editions (XP, Vista Business/Enterprise/Ultimate).
     */
    FaxOutboundRouting getOutboundRouting();

    /**
     * Receipt configuration object.
     */
    FaxReceiptOptions getReceiptOptions();

    /**
     * Generation-1 security object. On a v3 server the underlying get/set calls answer "not supported"; use
     * Security2.
     */
    FaxSecurity getSecurity();

    /**
     * Closes the session.
     *
     * <p>Errors: fails when not connected.
     */
    void disconnect();

    /**
     * Reads a named blob stored at server level (device id 0). Result is VARIANT VT_ARRAY+VT_UI1. GUID string in
     * curly braces.
     *
     * <p>Right needed: QUERY_CONFIG. Errors: not found: 0x80070002; malformed GUID: E_INVALIDARG.
     */
    byte[] getExtensionProperty(String guid);

    /**
     * Stores/replaces a named server-level blob (VT_ARRAY+VT_UI1). Server checks only the GUID format; contents
     * opaque.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: empty data or bad GUID: E_INVALIDARG.
     */
    void setExtensionProperty(String guid, byte[] property);

    /**
     * Replaces the set of event classes delivered to this object's event sinks. {@code fsetNONE} (initial state)
     * stops delivery. Bits combine.
     *
     * <p>Right needed: depends on the bits, §15.2. Errors: E_ACCESSDENIED; undefined bits E_INVALIDARG.
     */
    void listenToServerEvents(Set<FAX_SERVER_EVENTS_TYPE_ENUM> eventTypes);

    /**
     * Registers an FSP: GUID, display name, full path of module, TAPI provider name, FSPI version (must be
     * 0x00010000). Effective after service restart. Administrator only.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: bad GUID / version / missing file: E_INVALIDARG; string &gt; 253
     * chars: 0x8007006F; same GUID or same TSP name already registered: 0x800700B7.
     */
    void registerDeviceProvider(String guid, String friendlyName, String imageName, String tspName, int fspiVersion);

    /**
     * Removes an FSP by unique name (its GUID string). Effective after restart. Administrator only.
     *
     * <p>Right needed: MANAGE_CONFIG.
     */
    void unregisterDeviceProvider(String uniqueName);

    /**
     * Registers a routing extension. {@code methods}: one-dimensional, non-empty, zero-based array of strings,
     * each {@code Method name;Friendly name;Function name;Method GUID}. Image path may contain environment
     * variables. Effective after restart. Local server and administrator only.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: FAX_E_NOT_SUPPORTED_ON_THIS_SKU on client editions.
     */
    void registerInboundRoutingExtension(String extensionName, String friendlyName, String imageName, String[] methods);

    /**
     * Removes a routing extension by internal (unique) name. Effective after restart. Local and administrator
     * only.
     *
     * <p>Right needed: MANAGE_CONFIG.
     */
    void unregisterInboundRoutingExtension(String extensionUniqueName);

    /**
     * Bit set last given to ListenToServerEvents.
     */
    Set<FAX_SERVER_EVENTS_TYPE_ENUM> getRegisteredEvents();

    /**
     * Server API generation (FAX_SERVER_APIVERSION_ENUM). Clients rarely need it; the COM layer hides differences.
     */
    FAX_SERVER_APIVERSION_ENUM getAPIVersion();

    /**
     * Server-wide configuration object (replaces most per-folder settings on v3).
     *
     * <p>Right needed: — (object needs QUERY_CONFIG / MANAGE_CONFIG).
     */
    FaxConfiguration getConfiguration();

    /**
     * Fax account of the user that opened the connection.
     */
    FaxAccount getCurrentAccount();

    /**
     * Account management object.
     *
     * <p>Right needed: — (its methods: §17).
     */
    FaxAccountSet getFaxAccountSet();

    /**
     * Generation-2 security object.
     */
    FaxSecurity2 getSecurity2();

    /**
     * A new one, as a program on Windows gets from CoCreateInstance: of the implementation that is on the class path.
     *
     * @throws org.caselli.fax.FaxException REGDB_E_CLASSNOTREG if none is; add caselli-client
     */
    static FaxServer create() {
        return Implementation.of(FaxServer.class);
    }

    /**
     * The same with somebody's credentials. Not in the original, whose users are those of the operating system.
     *
     * @param serverName the server's address such as {@code https://fax.example.org}, or its name; empty for the one on
     *     this machine
     */
    void connect(String serverName, FaxCredentials credentials);

    /** Whether it is connected, and may be asked. Not in the original. */
    boolean isConnected();

    /** Disconnects, if it is connected. */
    @Override
    void close();

    /**
     * Tells this listener of events from now on, of those classes that {@link #listenToServerEvents} names: what
     * IConnectionPoint::Advise does on Windows, or {@code +=} in C#. A listener that is there already is told once.
     *
     * <p>Events are told one after the other, in the server's order, by a thread of this object; a listener may call the
     * server. Who throws is told the next event all the same.
     */
    void addListener(FaxServerNotify listener);

    /** Tells this listener nothing more. It may just be told a last event. */
    void removeListener(FaxServerNotify listener);

    /** The same for these classes. */
    default void listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM... eventTypes) {
        listenToServerEvents(Set.of(eventTypes));
    }
}
