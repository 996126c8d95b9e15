package org.caselli.faxcomex;

/**
 * One extension with routing methods, as it was when it was asked for. From {@link FaxInboundRoutingExtensions}. Read
 * only.
 */
public interface FaxInboundRoutingExtension {
    /** Its name for people. */
    String getFriendlyName();

    /** Where its code comes from: the path of a jar where Windows has a DLL; a class name for the built-in one. */
    String getImageName();

    /** The name that it is known by, for {@link FaxServer#unregisterInboundRoutingExtension(String)}. */
    String getUniqueName();

    /** The first number of its version. */
    int getMajorVersion();

    /** The second number of its version. */
    int getMinorVersion();

    /** The third number of its version. */
    int getMajorBuild();

    /** The fourth number of its version. */
    int getMinorBuild();

    /** Always false: an extension says its version only. */
    boolean isDebug();

    /** Whether it could be loaded, or why not. */
    FAX_PROVIDER_STATUS_ENUM getStatus();

    /** An error number for {@link #getStatus()}; 0 if it could be loaded. */
    int getInitErrorCode();

    /** The GUIDs of its methods; a new array each time. */
    String[] getMethods();
}
