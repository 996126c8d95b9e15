package org.caselli.faxcom;

/**
 * One thing that may be done with faxes that a port receives, such as to print them, with its switch for that port.
 * From {@link FaxRoutingMethods#getItem(int)}. {@link #isEnable()} asks the server each time; all else stays as it was
 * read.
 */
public interface FaxRoutingMethod {
    /** The number of the port, {@link FaxPort#getDeviceId()}. */
    int getDeviceId();

    /** The name of the port. */
    String getDeviceName();

    /** Whether it is done with faxes that this port receives. */
    boolean isEnable();

    /**
     * Switches it on or off for this port. Acts at once. Has no effect while the port does not receive. Needs
     * {@code far2MANAGE_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_DATA if there is no such method any more,
     *     ERROR_BAD_CONFIGURATION if it lacks what it needs, such as a folder
     */
    void setEnable(boolean value);

    /** The name of the extension that it belongs to, for people. */
    String getExtensionName();

    /** Its name for people. */
    String getFriendlyName();

    /** The name of what does it within its extension; may repeat in another. */
    String getFunctionName();

    /**
     * Its identity, in braces: {@code {92041a90-9af2-11d0-abf7-00c04fd91a4e}} stores in a folder. Those of the three
     * that Windows has are the same here.
     */
    String getGuid();

    /** Where its extension comes from: a class or an archive where Windows has the file of a DLL. */
    String getImageName();

    /**
     * What it is told for this port, or else for the server: the folder, the mail address or the printer. Empty if it
     * is told nothing, or nothing that is text.
     */
    String getRoutingData();
}
