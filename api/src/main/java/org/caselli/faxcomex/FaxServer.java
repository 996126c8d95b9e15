package org.caselli.faxcomex;

import java.util.List;
import java.util.Set;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.Implementation;

/**
 * A fax server: the door to its devices, routing, queues, archives, settings, accounts and events. One is made by
 * {@link #create()} and asked after {@link #connect(String)}; {@link FaxDocument} can be sent without one.
 *
 * <pre>{@code
 * try (FaxServer server = FaxServer.create()) {
 *     server.connect("");
 *     for (FaxOutgoingJob job : server.getFolders().getOutgoingQueue().getJobs()) {
 *         System.out.println(job.getId() + " " + job.getStatus());
 *     }
 * }
 * }</pre>
 *
 * <p>The objects that it hands out belong to the connection it has at that moment, and may be used from several
 * threads. Whether two calls give the same object is not promised. After {@link #disconnect()} what they have read
 * stays readable, and what would have to ask the server is E_HANDLE. Every call that asks the server can also end with
 * E_ACCESSDENIED (a right is missing, or the password does not hold any more), RPC_S_SERVER_UNAVAILABLE (nobody answers,
 * which is known after a minute, or five where something is done), FAX_E_VERSION_MISMATCH (the server is older than this) and
 * RPC_S_CALL_FAILED (the server met an error of its own). The next call tries again; there is no need to connect anew.
 */
public interface FaxServer extends AutoCloseable {
    /**
     * Connects to the server on this machine, or of this name or address, with what the environment or the
     * configuration file has as credentials; on the server's own machine, with the key that it keeps for its
     * administrator. A server that is connected already is disconnected first; listeners stay, but the kinds of events
     * must be chosen anew. Any right on the server is enough.
     *
     * @param serverName an address such as {@code https://fax.example.org}, or a name such as {@code fax01} or
     *     {@code \\FAX01}, which means HTTPS; empty or null for the server on this machine
     * @throws org.caselli.fax.FaxException RPC_S_SERVER_UNAVAILABLE if no server answers there, which is known after 10
     *     seconds for a connection and 30 for an answer, or several run on this machine; RPC_S_CALL_FAILED if what
     *     answers is none, FAX_E_VERSION_MISMATCH if it is too old, E_ACCESSDENIED if it does not take the credentials,
     *     they have no right at all, or there are none, E_INVALIDARG if it is no name
     */
    void connect(String serverName);

    /**
     * What {@link #connect(String)} was given; empty for the server on this machine.
     *
     * @throws org.caselli.fax.FaxException E_HANDLE if it is not connected
     */
    String getServerName();

    /** What offers devices, as it is now; also providers that could not be loaded. Needs {@code far2QUERY_CONFIG}. */
    FaxDeviceProviders getDeviceProviders();

    /**
     * All devices of all providers, as they are now, in the order in which they are tried for sending. Needs
     * {@code far2QUERY_CONFIG}.
     */
    FaxDevices getDevices();

    /** The way to what is done with received faxes. */
    FaxInboundRouting getInboundRouting();

    /** The way to both queues and both archives. What they show depends on the caller's rights. */
    FaxFolders getFolders();

    /** The way to the two logs' settings. */
    FaxLoggingOptions getLoggingOptions();

    /** The first number of the server's version. The four are asked for once a connection. */
    int getMajorVersion();

    /** The second number of the server's version. */
    int getMinorVersion();

    /** The third number of the server's version. */
    int getMajorBuild();

    /** The fourth number of the server's version; 0 unless it was built between two releases. */
    int getMinorBuild();

    /** Whether the server was not built as a release. */
    boolean isDebug();

    /** The counters of what goes on. Read when they are first asked, which needs {@code far2QUERY_CONFIG}. */
    FaxActivity getActivity();

    /**
     * The way to groups and rules of outbound routing. On Windows desktop editions FAX_E_NOT_SUPPORTED_ON_THIS_SKU;
     * here always there.
     */
    FaxOutboundRouting getOutboundRouting();

    /** The settings of mail and receipts. Read when they are first asked, which needs {@code far2QUERY_CONFIG}. */
    FaxReceiptOptions getReceiptOptions();

    /**
     * Who may do what, in the rights of the first generation. On Windows Vista and later it only answers "not
     * supported"; here it works, and shows the same as {@link #getSecurity2()} in the older words.
     */
    FaxSecurity getSecurity();

    /**
     * Ends the connection and its events. What was read before stays readable; whatever must ask the server is E_HANDLE
     * from then on.
     *
     * @throws org.caselli.fax.FaxException E_HANDLE if it is not connected
     */
    void disconnect();

    /**
     * What a program keeps with the server under this name, as it was given; read from the server at each call. Needs
     * {@code far2QUERY_CONFIG}.
     *
     * @param guid the name, a GUID in braces; that of a built-in routing method holds the method's configuration,
     *     UTF-16 with a 0 at the end
     * @throws org.caselli.fax.FaxException ERROR_FILE_NOT_FOUND if nothing is kept under it, E_INVALIDARG if it is no
     *     GUID
     */
    byte[] getExtensionProperty(String guid);

    /**
     * Keeps bytes with the server in place of what was there. Acts at once. There is no way to remove them, as in the
     * original. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param guid the name, a GUID in braces
     * @param property 1 to 1048576 bytes
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is no GUID or there are no bytes, ERROR_BUFFER_OVERFLOW
     *     if there are too many
     */
    void setExtensionProperty(String guid, byte[] property);

    /**
     * Says of which kinds {@link #addListener listeners} are told, in place of what was said before; none at first.
     * CONFIG, ACTIVITY and DEVICE_STATUS need {@code far2QUERY_CONFIG}, IN_QUEUE and INCOMING_CALL
     * {@code far2MANAGE_RECEIVE_FOLDER} unless incoming faxes are public; of jobs and messages one hears those that one
     * may see. When this has returned, whatever happens is told, also after a lost connection or a restart of the
     * server: it finds its place again by itself. It ends when the server does not take the credentials any more; a kind
     * for which the right is taken away meanwhile is left out, and the others are told.
     *
     * @param eventTypes the kinds; an empty set, or {@code fsetNONE} alone, ends it
     * @throws org.caselli.fax.FaxException E_ACCESSDENIED if the caller may not hear one of them; then what was told
     *     before goes on
     */
    void listenToServerEvents(Set<FAX_SERVER_EVENTS_TYPE_ENUM> eventTypes);

    /**
     * Registers a provider of devices. It is loaded at the next start of the server, and shown until then by
     * {@link #getDeviceProviders()} as one that is not. Needs {@code far2MANAGE_CONFIG}. On Windows only an
     * administrator of that machine can do it.
     *
     * @param guid its identity in braces, which becomes its unique name
     * @param friendlyName its name for people
     * @param imageName the path of its jar on the server's machine, where Windows has a DLL
     * @param tspName the name of its telephony provider; empty if it has none
     * @param fspiVersion the interface that it was made for, 0x00010000
     * @throws org.caselli.fax.FaxException E_INVALIDARG for a GUID, a version or a path that is none,
     *     ERROR_BUFFER_OVERFLOW if a text has more than 253 characters, ERROR_ALREADY_EXISTS if the GUID or the
     *     telephony provider is registered
     */
    void registerDeviceProvider(String guid, String friendlyName, String imageName, String tspName, int fspiVersion);

    /**
     * Takes the registration of a provider back. What it has loaded works until the next start of the server. Needs
     * {@code far2MANAGE_CONFIG}.
     *
     * @param uniqueName {@link FaxDeviceProvider#getUniqueName()}
     * @throws org.caselli.fax.FaxException ERROR_FILE_NOT_FOUND if none is registered so
     */
    void unregisterDeviceProvider(String uniqueName);

    /**
     * Registers an extension that offers routing methods. It is shown at once, and works from the next start of the
     * server on. Needs {@code far2MANAGE_CONFIG}. On Windows it must be the local server, and no desktop edition; here
     * it may be any.
     *
     * @param extensionName its unique name
     * @param friendlyName its name for people
     * @param imageName the path of its jar on the server's machine, where Windows has a DLL
     * @param methods each {@code name;friendly name;function name;GUID}, at least one
     * @throws org.caselli.fax.FaxException E_INVALIDARG if a method is not of that form or there is none,
     *     ERROR_ALREADY_EXISTS if the name is registered
     */
    void registerInboundRoutingExtension(String extensionName, String friendlyName, String imageName, String[] methods);

    /**
     * Takes an extension away. It works until the server is started again. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param extensionUniqueName {@link FaxInboundRoutingExtension#getUniqueName()}
     * @throws org.caselli.fax.FaxException ERROR_FILE_NOT_FOUND if none is registered so
     */
    void unregisterInboundRoutingExtension(String extensionUniqueName);

    /**
     * The kinds that {@link #listenToServerEvents(Set)} was given last; none at first, and when it has ended. Asks no
     * server.
     */
    Set<FAX_SERVER_EVENTS_TYPE_ENUM> getRegisteredEvents();

    /**
     * The generation of objects that the server speaks. Here always {@link FAX_SERVER_APIVERSION_ENUM#fsAPI_VERSION_3},
     * so no member is missing; a server of a later one speaks this one as well.
     */
    FAX_SERVER_APIVERSION_ENUM getAPIVersion();

    /** The settings of the whole server. Read when they are first asked, which needs {@code far2QUERY_CONFIG}. */
    FaxConfiguration getConfiguration();

    /**
     * The account that is connected: the same object as long as the connection lasts, so that what listens to it is found
     * again. The server's own key, which {@code connect("")} finds, is none: it shows as one of
     * the key's name, with the faxes of the whole server.
     */
    FaxAccount getCurrentAccount();

    /** The way to the accounts. */
    FaxAccountSet getFaxAccountSet();

    /** Who may do what, in the rights of the second generation. Read when it is first asked. */
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
     * @param serverName its address such as {@code https://fax.example.org}, or its name; empty for the one on this
     *     machine
     * @param credentials a token, or a name and its password
     * @throws org.caselli.fax.FaxException as {@link #connect(String)}
     */
    void connect(String serverName, FaxCredentials credentials);

    /** Whether it is connected and may be asked. Not in the original. */
    boolean isConnected();

    /** Disconnects if it is connected. Not in the original, which leaves it to the last reference. */
    @Override
    void close();

    /**
     * Tells this listener of events from now on, of the kinds of {@link #listenToServerEvents(Set)}. Stands for the
     * connection point's Advise. One that is equal to a listener there is not added again. See {@link FaxServerNotify}
     * for how it is called.
     */
    void addListener(FaxServerNotify listener);

    /** Tells this listener no more; one that is not there is no error. A call that has begun goes on to its end. */
    void removeListener(FaxServerNotify listener);

    /** The same, named one by one. Not in the original, which adds bits up. */
    default void listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM... eventTypes) {
        listenToServerEvents(Set.copyOf(List.of(eventTypes))); // a kind may be named twice, as a bit may be set twice
    }
}
