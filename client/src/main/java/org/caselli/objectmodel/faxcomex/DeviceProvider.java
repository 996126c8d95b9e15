package org.caselli.objectmodel.faxcomex;

import org.caselli.client.Providers;
import org.caselli.faxcomex.FAX_PROVIDER_STATUS_ENUM;
import org.caselli.faxcomex.FaxDeviceProvider;

record DeviceProvider(Providers.Provider provider) implements FaxDeviceProvider {
    @Override
    public String getFriendlyName() {
        return provider.friendlyName();
    }

    @Override
    public String getImageName() {
        return provider.image();
    }

    @Override
    public String getUniqueName() {
        return provider.uniqueName();
    }

    @Override
    public String getTapiProviderName() {
        return provider.tapiName();
    }

    @Override
    public int getMajorVersion() {
        return provider.majorVersion();
    }

    @Override
    public int getMinorVersion() {
        return provider.minorVersion();
    }

    @Override
    public int getMajorBuild() {
        return provider.majorBuild();
    }

    @Override
    public int getMinorBuild() {
        return provider.minorBuild();
    }

    @Override
    public boolean isDebug() {
        return provider.debug();
    }

    @Override
    public FAX_PROVIDER_STATUS_ENUM getStatus() {
        return FAX_PROVIDER_STATUS_ENUM.of(provider.statusCode());
    }

    @Override
    public int getInitErrorCode() {
        return provider.errorCode();
    }

    @Override
    public int[] getDeviceIds() {
        return provider.devices().stream().mapToInt(Integer::intValue).toArray();
    }
}
