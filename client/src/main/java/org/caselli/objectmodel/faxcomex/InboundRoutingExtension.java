package org.caselli.objectmodel.faxcomex;

import org.caselli.client.InboundRouting.Extension;
import org.caselli.faxcomex.FAX_PROVIDER_STATUS_ENUM;
import org.caselli.faxcomex.FaxInboundRoutingExtension;

record InboundRoutingExtension(Extension extension) implements FaxInboundRoutingExtension {
    @Override
    public String getFriendlyName() {
        return extension.friendlyName();
    }

    @Override
    public String getImageName() {
        return extension.image();
    }

    @Override
    public String getUniqueName() {
        return extension.uniqueName();
    }

    @Override
    public int getMajorVersion() {
        return extension.majorVersion();
    }

    @Override
    public int getMinorVersion() {
        return extension.minorVersion();
    }

    @Override
    public int getMajorBuild() {
        return extension.majorBuild();
    }

    @Override
    public int getMinorBuild() {
        return extension.minorBuild();
    }

    /** An extension tells its version only. */
    @Override
    public boolean isDebug() {
        return false;
    }

    @Override
    public FAX_PROVIDER_STATUS_ENUM getStatus() {
        return FAX_PROVIDER_STATUS_ENUM.of(extension.statusCode());
    }

    @Override
    public int getInitErrorCode() {
        return extension.errorCode();
    }

    @Override
    public String[] getMethods() {
        return extension.methods().toArray(String[]::new);
    }
}
