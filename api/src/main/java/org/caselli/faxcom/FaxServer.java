package org.caselli.faxcom;

import org.caselli.fax.FaxCredentials;
import org.caselli.fax.Implementation;

/**
 * A fax server as programs of Windows 2000 know it: its ports, its jobs, its settings, and the way to send a document.
 * One is made by {@link #create()} and asked after {@link #connect(String)}.
 *
 * <pre>{@code
 * try (FaxServer server = FaxServer.create()) {
 *     server.connect("");
 *     FaxDoc document = server.createDocument("letter.pdf");
 *     document.setFaxNumber("+1 (425) 555-0123");
 *     int job = document.send();
 * }
 * }</pre>
 *
 * <p>The settings are live: each getter asks the server, and each setter acts at once for everybody, as there is no
 * Save. Reading them needs {@code far2QUERY_CONFIG} and changing them {@code far2MANAGE_CONFIG}, which stand for the
 * original's FAX_CONFIG_QUERY and FAX_CONFIG_SET; a value out of range is E_INVALIDARG and changes nothing. On Windows
 * only some pairs of client and server may talk to each other, and a new fax could be sent from the server's own
 * machine only; here every client may do everything from anywhere.
 */
public interface FaxServer extends AutoCloseable {
    /**
     * Connects to the server on this machine, or of this name or address, with what the environment or the
     * configuration file has as credentials; on the server's own machine, with the key that it keeps for its
     * administrator. A server that is connected already is disconnected first. Any right on the server is enough.
     *
     * @param serverName an address such as {@code https://fax.example.org}, or a name such as {@code fax01} or
     *     {@code \\FAX01}, which means HTTPS; empty or null for the server on this machine
     * @throws org.caselli.fax.FaxException RPC_S_SERVER_UNAVAILABLE if no server answers there, RPC_S_CALL_FAILED if
     *     what answers is none, E_ACCESSDENIED if it does not take the credentials or there are none, E_INVALIDARG if
     *     it is no name
     */
    void connect(String serverName);

    /**
     * Ends the connection. What was read before stays readable; whatever must ask the server is E_HANDLE from then on.
     *
     * @throws org.caselli.fax.FaxException E_HANDLE if it is not connected
     */
    void disconnect();

    /**
     * The ports of the server, as they are now: one for each device, in the order of their priority. Ask again to see
     * later ones. Needs {@code far2QUERY_CONFIG}, which stands for FAX_PORT_QUERY.
     */
    FaxPorts getPorts();

    /**
     * The jobs of both directions that are waiting or under way, as they are now, by their number; ask again to see
     * later ones. Those that one may not see are left out: the jobs of others need {@code far2QUERY_OUT_JOBS}, incoming
     * ones {@code far2MANAGE_RECEIVE_FOLDER} unless incoming faxes are public.
     */
    FaxJobs getJobs();

    /**
     * A new document to be sent to one number.
     *
     * @param fileName the file that is its body, on this machine, any that the server can make pages of: PDF, TIFF,
     *     text, a picture; office documents are saved as PDF first. It is opened by {@link FaxDoc#send()} only, which
     *     also tells if it is not there. On Windows a program that can print it had to be installed on the client.
     */
    FaxDoc createDocument(String fileName);

    /**
     * The folder on the server that gets every archived fax as a file with a readable name; empty (the default) for
     * none. Sent and received faxes share it, in one folder below it for each.
     */
    String getArchiveDirectory();

    /**
     * Sets the folder, a path on the server's machine; empty for none. Acts at once, for later faxes.
     *
     * @throws org.caselli.fax.FaxException FAX_E_FILE_ACCESS_DENIED if the server may not write there,
     *     FAX_E_DIRECTORY_IN_USE if it is taken, E_INVALIDARG if it is not an absolute path
     */
    void setArchiveDirectory(String value);

    /**
     * Whether sent faxes are kept; true by default. Here one switch serves sent and received faxes, and what is kept
     * lies in the server's archive whether or not there is a folder for files; on Windows the switch only counted with
     * {@link #getArchiveDirectory()}.
     */
    boolean isArchiveOutboundFaxes();

    /** Sets {@link #isArchiveOutboundFaxes()}. Acts at once. */
    void setArchiveOutboundFaxes(boolean value);

    /** Whether a line with sender, time and page number stands above each page that is sent; true by default. */
    boolean isBranding();

    /** Sets {@link #isBranding()}. Acts at once. */
    void setBranding(boolean value);

    /**
     * After how many days a job that has failed is deleted, 1 to 3650. Where it is never deleted this is -1, as in the
     * first printing of the original's documents (later ones lost the sign); this is also the default, and 0 is taken
     * for it. Where faxcomex says 0 for the same, this says -1.
     */
    int getDirtyDays();

    /** Sets {@link #getDirtyDays()}: 1 to 3650 days, or -1. Acts at once. */
    void setDirtyDays(int value);

    /**
     * The hour in which the cheap period ends, 0 to 23, in the time zone of the server's settings. An end before the
     * beginning is on the next day; an end equal to it (the default, midnight both) means that there is no such period.
     */
    int getDiscountRateEndHour();

    /** Sets {@link #getDiscountRateEndHour()}: 0 to 23. Acts at once. */
    void setDiscountRateEndHour(int value);

    /** The minute in which the cheap period ends, 0 to 59. */
    int getDiscountRateEndMinute();

    /** Sets {@link #getDiscountRateEndMinute()}: 0 to 59. Acts at once. */
    void setDiscountRateEndMinute(int value);

    /** The hour in which the cheap period begins, 0 to 23, in the time zone of the server's settings; 0 by default. */
    int getDiscountRateStartHour();

    /** Sets {@link #getDiscountRateStartHour()}: 0 to 23. Acts at once. */
    void setDiscountRateStartHour(int value);

    /** The minute in which the cheap period begins, 0 to 59; 0 by default. */
    int getDiscountRateStartMinute();

    /** Sets {@link #getDiscountRateStartMinute()}: 0 to 59. Acts at once. */
    void setDiscountRateStartMinute(int value);

    /** Whether the outgoing queue is paused: it takes faxes, but begins no call. Calls under way go on. */
    boolean isPauseServerQueue();

    /** Sets {@link #isPauseServerQueue()}. Acts at once. */
    void setPauseServerQueue(boolean value);

    /** How often a call is tried again after the first one has failed, 0 to 99; 3 by default. */
    int getRetries();

    /** Sets {@link #getRetries()}: 0 to 99. Acts at once. */
    void setRetries(int value);

    /**
     * How many minutes lie between two tries, 0 to 10080 (a week); 10 by default. Parts of a minute, which the server's
     * own settings may have, are cut off.
     */
    int getRetryDelay();

    /** Sets {@link #getRetryDelay()}: minutes, 0 to 10080. Acts at once. */
    void setRetryDelay(int value);

    /**
     * Whether only the server's own cover pages may be used; false by default. Then {@link FaxDoc#send()} with a
     * personal one is E_ACCESSDENIED: here the server itself sees to it, on Windows the client did.
     */
    boolean isServerCoverpage();

    /** Sets {@link #isServerCoverpage()}. Acts at once. */
    void setServerCoverpage(boolean value);

    /**
     * What {@link #setServerMapiProfile(String)} was given; empty by default. A MAPI profile is a thing of Windows mail
     * programs, and since Windows XP the original does without it as well: mail goes by SMTP, see
     * {@code FaxReceiptOptions} of faxcomex.
     */
    String getServerMapiProfile();

    /** Keeps a text on the server, for all programs. It is used for nothing. */
    void setServerMapiProfile(String value);

    /**
     * Whether the port's identity ({@link FaxPort#getTsid()}) is sent instead of the document's
     * ({@link FaxDoc#getTsid()}); true by default.
     */
    boolean isUseDeviceTsid();

    /** Sets {@link #isUseDeviceTsid()}. Acts at once. */
    void setUseDeviceTsid(boolean value);

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
     * @param credentials a token, or a name and its password
     * @throws org.caselli.fax.FaxException RPC_S_SERVER_UNAVAILABLE if no server answers there, E_ACCESSDENIED if it
     *     does not take the credentials
     */
    void connect(String serverName, FaxCredentials credentials);

    /** Whether it is connected and may be asked. Not in the original. */
    boolean isConnected();

    /** Disconnects if it is connected. Not in the original, which leaves it to the last reference. */
    @Override
    void close();
}
