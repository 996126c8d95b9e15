package org.caselli.objectmodel.faxcomex;

import java.util.Collections;
import java.util.Set;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM;
import org.caselli.faxcomex.FaxSecurity;
import org.caselli.objectmodel.Connection;
import org.jspecify.annotations.Nullable;

final class Security implements FaxSecurity {
    private static final int GENERATION = 1;

    private final Descriptor descriptor;

    Security(Connection connection) {
        descriptor = new Descriptor(connection, GENERATION);
    }

    @Override
    public byte[] getDescriptor() {
        return descriptor.octets();
    }

    @Override
    public void setDescriptor(byte @Nullable [] value) {
        descriptor.setOctets(value);
    }

    @Override
    public Set<FAX_ACCESS_RIGHTS_ENUM> getGrantedRights() {
        return Collections.unmodifiableSet(
                FAX_ACCESS_RIGHTS_ENUM.of(descriptor.granted().firstGeneration()));
    }

    @Override
    public void refresh() {
        descriptor.refresh();
    }

    @Override
    public void save() {
        descriptor.save();
    }

    @Override
    public int getInformationType() {
        return descriptor.information();
    }

    @Override
    public void setInformationType(int value) {
        descriptor.setInformation(value);
    }
}
