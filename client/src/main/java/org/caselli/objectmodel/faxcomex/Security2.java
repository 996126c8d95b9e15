package org.caselli.objectmodel.faxcomex;

import java.util.Collections;
import java.util.Set;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2;
import org.caselli.faxcomex.FaxSecurity2;
import org.caselli.objectmodel.Connection;
import org.jspecify.annotations.Nullable;

final class Security2 implements FaxSecurity2 {
    private static final int GENERATION = 2;

    private final Descriptor descriptor;

    Security2(Connection connection) {
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
    public Set<FAX_ACCESS_RIGHTS_ENUM_2> getGrantedRights() {
        return Collections.unmodifiableSet(
                FAX_ACCESS_RIGHTS_ENUM_2.of(descriptor.granted().bits()));
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
