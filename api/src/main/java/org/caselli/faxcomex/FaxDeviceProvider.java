package org.caselli.faxcomex;

/** One provider of devices, as it was when it was asked for. From {@link FaxDeviceProviders}. Read only. */
public interface FaxDeviceProvider {
    /** Its name for people. */
    String getFriendlyName();

    /** Where its code comes from: the path of a jar where Windows has a DLL; a class name for a built-in one. */
    String getImageName();

    /** Its identity: the GUID that it was registered with, in braces, or the name that its code gives. */
    String getUniqueName();

    /** The name of its telephony provider; empty if it has none. */
    String getTapiProviderName();

    /** The first number of its version. */
    int getMajorVersion();

    /** The second number of its version. */
    int getMinorVersion();

    /** The third number of its version. */
    int getMajorBuild();

    /** The fourth number of its version. */
    int getMinorBuild();

    /** Whether it says that it was built for debugging. */
    boolean isDebug();

    /** Whether it could be loaded, or why not. */
    FAX_PROVIDER_STATUS_ENUM getStatus();

    /** An error number for {@link #getStatus()}; 0 if it could be loaded. */
    int getInitErrorCode();

    /** The numbers of its devices, {@link FaxDevice#getId()}; a new array each time. */
    int[] getDeviceIds();
}
