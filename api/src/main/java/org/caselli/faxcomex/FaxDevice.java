package org.caselli.faxcomex;

/**
 * One device: a line that faxes are sent and received on. From {@link FaxDevices}. What it is set to is a copy that
 * {@link #refresh()} reads again and {@link #save()} writes; what it is doing is as it was at the last of both. Reading
 * needs {@code far2QUERY_CONFIG}, {@link #save()} and what acts at once {@code far2MANAGE_CONFIG}. If none of the four
 * states holds it is idle.
 */
public interface FaxDevice {
    /** Its number, above 0, which never changes and is never given to another one. */
    int getId();

    /** Its name. */
    String getDeviceName();

    /** Whose device it is: {@link FaxDeviceProvider#getUniqueName()}. */
    String getProviderUniqueName();

    /** Whether it is off or not to be reached; then none of the other states holds. */
    boolean isPoweredOff();

    /** Whether it is receiving. */
    boolean isReceivingNow();

    /** Whether it is sending. */
    boolean isSendingNow();

    /** The GUIDs of the methods that faxes of this device go through, in order; asked of the server each time. */
    String[] getUsedRoutingMethods();

    /** What people say of it, at most 253 characters. */
    String getDescription();

    /** Sets {@link #getDescription()}: at most 253 characters. {@link #save()} writes it. */
    void setDescription(String value);

    /** Whether faxes may be sent with it; true by default. */
    boolean isSendEnabled();

    /**
     * Lets faxes be sent with it, or no longer. {@link #save()} writes it. On Windows desktop editions one device at
     * most may be on (FAX_E_DEVICE_NUM_LIMIT_EXCEEDED); here all may.
     */
    void setSendEnabled(boolean value);

    /** Whether it answers calls by itself (the default), by hand, or not. */
    FAX_DEVICE_RECEIVE_MODE_ENUM getReceiveMode();

    /**
     * Sets it. {@link #save()} writes it. One device of a server at most is answered by hand: setting another one lets
     * the first not answer any more, without a word, as on Windows.
     */
    void setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM value);

    /** After how many rings it answers by itself, 1 to 99; 1 by default. Lines that do not ring answer at once. */
    int getRingsBeforeAnswer();

    /** Sets {@link #getRingsBeforeAnswer()}: 1 to 99. {@link #save()} writes it. */
    void setRingsBeforeAnswer(int value);

    /**
     * What it calls itself when it receives, at most 20 characters of printable ASCII; empty for the server's own
     * identity, or else the number that was called.
     */
    String getCSID();

    /** Sets {@link #getCSID()}: at most 20 characters of printable ASCII. {@link #save()} writes it. */
    void setCSID(String value);

    /**
     * What it calls itself when it sends, at most 20 characters of printable ASCII; empty for the server's own
     * identity, or else the line's number.
     */
    String getTSID();

    /** Sets {@link #getTSID()}: at most 20 characters of printable ASCII. {@link #save()} writes it. */
    void setTSID(String value);

    /**
     * Reads settings and states again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_BAD_UNIT if it is gone
     */
    void refresh();

    /**
     * Writes all settings of the device in one step. Needs {@code far2MANAGE_CONFIG}. Listeners are told by
     * {@link FaxServerNotify#onDevicesConfigChange(FaxServer)}.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if a value is out of range, ERROR_BUFFER_OVERFLOW if the
     *     description is too long, ERROR_NOT_SUPPORTED to answer a virtual device by hand, ERROR_BAD_UNIT if it is
     *     gone, ERROR_REVISION_MISMATCH if somebody else has changed one of its settings since they were read. Nothing
     *     is saved then, and the changes stay here
     */
    void save();

    /**
     * What a program keeps with the device under this name; read from the server at each call. Needs
     * {@code far2QUERY_CONFIG}.
     *
     * @param guid the name, a GUID in braces; that of a built-in routing method holds its configuration for this
     *     device, UTF-16 with a 0 at the end
     * @throws org.caselli.fax.FaxException ERROR_FILE_NOT_FOUND if nothing is kept under it, E_INVALIDARG if it is no
     *     GUID
     */
    byte[] getExtensionProperty(String guid);

    /**
     * Keeps bytes with the device in place of what was there. Acts at once. Needs {@code far2MANAGE_CONFIG}.
     *
     * @param guid the name, a GUID in braces
     * @param property 1 to 1048576 bytes
     * @throws org.caselli.fax.FaxException E_INVALIDARG if it is no GUID or there are no bytes, ERROR_BUFFER_OVERFLOW
     *     if there are too many
     */
    void setExtensionProperty(String guid, byte[] property);

    /**
     * Lets faxes of this device go through a routing method, or no longer. Acts at once, without {@link #save()}. Needs
     * {@code far2MANAGE_CONFIG}.
     *
     * @param methodGuid {@link FaxInboundRoutingMethod#getGUID()}
     * @param use whether they do
     * @throws org.caselli.fax.FaxException ERROR_INVALID_DATA if there is no such method, ERROR_BAD_CONFIGURATION if it
     *     lacks what it needs, such as a folder
     */
    void useRoutingMethod(String methodGuid, boolean use);

    /** Whether it rings. */
    boolean isRingingNow();

    /**
     * Answers the call that rings, whatever the receive mode. It has been asked to when this returns; whether a fax
     * comes tell the events. Needs {@code far2MANAGE_RECEIVE_FOLDER}, or that incoming faxes are public. On Windows it
     * must be the local server; here it may be any.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_OPERATION if nothing rings, ERROR_BAD_UNIT if it is gone
     */
    void answerCall();
}
