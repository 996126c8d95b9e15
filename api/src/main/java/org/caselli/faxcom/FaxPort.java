package org.caselli.faxcom;

/**
 * One port: a device with what it is set to. From {@link FaxPorts#getItem(int)}.
 *
 * <p>Number and name are as they were when the port was asked for; the other getters ask the server each time. Setters
 * act at once; they need {@code far2MANAGE_CONFIG}, which stands for FAX_PORT_SET. On Windows they are
 * ERROR_DEVICE_IN_USE while the port is sending or receiving; here they act from the next call on. Once the device is
 * removed it is ERROR_BAD_UNIT. What the port is doing just now is a {@link FaxStatus}.
 */
public interface FaxPort {
    /**
     * What may be done with faxes that this port receives, in order of priority, as it is now. Needs
     * {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_BAD_UNIT if the device is gone
     */
    FaxRoutingMethods getRoutingMethods();

    /**
     * What the port is doing now, for a look at one moment; {@link FaxStatus#refresh()} looks again. Needs
     * {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_BAD_UNIT if the device is gone
     */
    FaxStatus getStatus();

    /**
     * Whether the caller may change this port, that is, holds {@code far2MANAGE_CONFIG}. Ask before the first setter.
     * Nobody can hold a port for himself here.
     */
    boolean isCanModify();

    /**
     * What the port calls itself when it receives, usually its number: at most 20 characters of printable ASCII. Empty
     * for the server's own identity, or else the number that was called.
     */
    String getCsid();

    /**
     * Sets {@link #getCsid()}: at most 20 characters of printable ASCII; others are left out and the rest cut off. Acts
     * at once.
     */
    void setCsid(String value);

    /**
     * The number of the device, above 0, which never changes and is never given to another one. Names may repeat, this
     * does not.
     */
    int getDeviceId();

    /** The device's name for people. */
    String getName();

    /**
     * Which place the port has when a line is looked for to send with: 1 is tried first. It says nothing about
     * receiving.
     */
    int getPriority();

    /**
     * Moves the port to this place; the others move up or down. Acts at once.
     *
     * @param value 1 or more; a number that is too high means the last place
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is less than 1
     */
    void setPriority(int value);

    /**
     * Whether the port answers calls, by itself or by hand. If not, {@link #getRings()} and the routing methods mean
     * nothing.
     */
    boolean isReceive();

    /**
     * Lets the port answer by itself (one that is answered by hand stays so), or no longer. Acts at once; a call under
     * way goes on.
     */
    void setReceive(boolean value);

    /**
     * After how many rings the port answers, 1 to 99; 1 by default. Counts while {@link #isReceive()} only, and on
     * lines that ring: others are answered at once.
     */
    int getRings();

    /** Sets {@link #getRings()}: 1 to 99. Acts at once. */
    void setRings(int value);

    /** Whether the port may send. */
    boolean isSend();

    /**
     * Lets the port send, or no longer. Acts at once. On Windows desktop editions no more than one device could be on;
     * here all may.
     */
    void setSend(boolean value);

    /**
     * What the port calls itself when it sends, usually its number: at most 20 characters of printable ASCII. Empty for
     * the server's own identity, or else the line's number. It is used instead of the document's while
     * {@link FaxServer#isUseDeviceTsid()}.
     */
    String getTsid();

    /**
     * Sets {@link #getTsid()}: at most 20 characters of printable ASCII; others are left out and the rest cut off. Acts
     * at once.
     */
    void setTsid(String value);
}
