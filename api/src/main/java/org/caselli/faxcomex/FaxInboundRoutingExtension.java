package org.caselli.faxcomex;

/**
 * One routing extension; read-only.
 *
 * <p>Obtained from {@code FaxInboundRoutingExtensions.Item}.
 *
 * <p>read-only.
 */
public interface FaxInboundRoutingExtension {
    /**
     * Display name.
     */
    String getFriendlyName();

    /**
     * Module path, may hold environment variables.
     */
    String getImageName();

    /**
     * Internal name used for unregistering.
     */
    String getUniqueName();

    /**
     * Version part 1.
     */
    int getMajorVersion();

    /**
     * Version part 2.
     */
    int getMinorVersion();

    /**
     * Version part 3.
     */
    int getMajorBuild();

    /**
     * Version part 4.
     */
    int getMinorBuild();

    /**
     * Debug build.
     */
    boolean isDebug();

    /**
     * Load/init outcome.
     */
    FAX_PROVIDER_STATUS_ENUM getStatus();

    /**
     * Last load/init error (HRESULT or Win32).
     */
    int getInitErrorCode();

    /**
     * VARIANT array of BSTR: GUIDs of the methods exposed.
     */
    String[] getMethods();
}
