package org.caselli.faxcomex;

/**
 * One device (port).
 *
 * <p>Obtained from {@code FaxDevices.Item} or {@code .ItemById}.
 *
 * <p>edits are local until {@code Save}; {@code Refresh} discards unsaved edits. The four status flags are
 * captured at creation and on Refresh only. When PoweredOff, SendingNow, ReceivingNow and RingingNow are all False
 * the device is idle. {@code UseRoutingMethod} and the extension property calls act on the server directly (the
 * guide's sample still calls Save after UseRoutingMethod).
 */
public interface FaxDevice {
    /**
     * Unique id; used everywhere a device id is expected. &gt; 0.
     */
    int getId();

    /**
     * Name of the device.
     */
    String getDeviceName();

    /**
     * UniqueName of the owning FSP.
     */
    String getProviderUniqueName();

    /**
     * True = offline/unavailable for send and receive. Excludes every other status flag.
     */
    boolean isPoweredOff();

    /**
     * Receiving at snapshot time. (Docs say read/write; header: getter only.)
     */
    boolean isReceivingNow();

    /**
     * Sending at snapshot time.
     */
    boolean isSendingNow();

    /**
     * VARIANT array of BSTR: GUIDs of the inbound routing methods enabled on the device.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    String[] getUsedRoutingMethods();

    /**
     * Free text. Max 253 characters.
     *
     * <p>Right needed: Save: MANAGE_CONFIG. Errors: 0x8007006F on overflow.
     */
    String getDescription();

    /**
     * Sets {@link #getDescription()}.
     */
    void setDescription(String value);

    /**
     * Device may send.
     *
     * <p>Right needed: Save: MANAGE_CONFIG. Errors: FAX_E_DEVICE_NUM_LIMIT_EXCEEDED when enabling beyond the
     * edition's device limit.
     */
    boolean isSendEnabled();

    /**
     * Sets {@link #isSendEnabled()}.
     */
    void setSendEnabled(boolean value);

    /**
     * No / auto / manual answer. Only one device can be in manual mode: setting a second one silently moves the
     * first to no-answer (visible after Refresh). Virtual devices reject manual.
     *
     * <p>Right needed: Save: MANAGE_CONFIG. Errors: manual on virtual device: ERROR_NOT_SUPPORTED per COM page
     * (0x80070032); wire: E_INVALIDARG.
     */
    FAX_DEVICE_RECEIVE_MODE_ENUM getReceiveMode();

    /**
     * Sets {@link #getReceiveMode()}.
     */
    void setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM value);

    /**
     * 1–99. Used only in auto-answer mode.
     *
     * <p>Right needed: Save: MANAGE_CONFIG. Errors: out of range: E_INVALIDARG (code not stated).
     */
    int getRingsBeforeAnswer();

    /**
     * Sets {@link #getRingsBeforeAnswer()}.
     */
    void setRingsBeforeAnswer(int value);

    /**
     * Called station id. Max 20 characters; printable ASCII 0x20–0x7F advised.
     *
     * <p>Right needed: Save: MANAGE_CONFIG.
     */
    String getCSID();

    /**
     * Sets {@link #getCSID()}.
     */
    void setCSID(String value);

    /**
     * Transmitting station id. Max 20 characters, same advice.
     *
     * <p>Right needed: Save: MANAGE_CONFIG.
     */
    String getTSID();

    /**
     * Sets {@link #getTSID()}.
     */
    void setTSID(String value);

    /**
     * Reload; unsaved edits lost.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write configuration. Fires OnDevicesConfigChange.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: FAX_E_DEVICE_NUM_LIMIT_EXCEEDED; 0x80070014 device gone.
     */
    void save();

    /**
     * Device-level named blob (VT_ARRAY+VT_UI1).
     *
     * <p>Right needed: QUERY_CONFIG. Errors: 0x80070002 not found.
     */
    byte[] getExtensionProperty(String guid);

    /**
     * Store device-level named blob.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: E_INVALIDARG.
     */
    void setExtensionProperty(String guid, byte[] property);

    /**
     * Enable (True) / disable (False) the method with the given GUID on this device.
     *
     * <p>Right needed: MANAGE_CONFIG. Errors: unknown GUID: 0x8007000D; enabling a method that has no
     * configuration yet (no folder, printer …): the extension may answer ERROR_BAD_CONFIGURATION 0x8007064A.
     */
    void useRoutingMethod(String methodGuid, boolean use);

    /**
     * Ringing at snapshot time.
     */
    boolean isRingingNow();

    /**
     * Answer the call now ringing, whatever ReceiveMode is. Local server only; device must be idle. Success means
     * "request accepted", not "answered"; a later failure is not reported.
     *
     * <p>Right needed: QUERY_IN_ARCHIVE.
     */
    void answerCall();
}
