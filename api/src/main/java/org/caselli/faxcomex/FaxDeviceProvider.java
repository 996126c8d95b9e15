package org.caselli.faxcomex;

/**
 * One registered FSP; read-only.
 *
 * <p>Obtained from {@code FaxDeviceProviders.Item}.
 *
 * <p>read-only snapshot, no Refresh.
 */
public interface FaxDeviceProvider {
    /**
     * Display name.
     */
    String getFriendlyName();

    /**
     * Path of the provider module; may contain environment variables.
     */
    String getImageName();

    /**
     * Identifying name: the GUID string given at registration (legacy registrations: the provider name).
     */
    String getUniqueName();

    /**
     * Telephony provider tied to the FSP's devices; empty when none.
     */
    String getTapiProviderName();

    /**
     * Module version part 1.
     */
    int getMajorVersion();

    /**
     * Module version part 2.
     */
    int getMinorVersion();

    /**
     * Module version part 3.
     */
    int getMajorBuild();

    /**
     * Module version part 4.
     */
    int getMinorBuild();

    /**
     * Debug build of the module.
     */
    boolean isDebug();

    /**
     * Load/initialise outcome (FAX_PROVIDER_STATUS_ENUM).
     */
    FAX_PROVIDER_STATUS_ENUM getStatus();

    /**
     * Last error reported while loading/initialising; HRESULT for virtual-device providers failing in init,
     * otherwise a Win32 code. Meaningful when Status is not fpsSUCCESS.
     */
    int getInitErrorCode();

    /**
     * VARIANT VT_ARRAY+VT_I4: ids of the devices exposed by the provider.
     */
    int[] getDeviceIds();
}
