package org.caselli.objectmodel.faxcomex;

import java.util.Collections;
import java.util.Set;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM;
import org.caselli.faxcomex.FaxSecurity;
import org.caselli.objectmodel.Connection;

/** Security in the rights of the first generation. */
final class Security extends Descriptor implements FaxSecurity {
    Security(Connection connection) {
        super(connection, 1);
    }

    @Override
    public Set<FAX_ACCESS_RIGHTS_ENUM> getGrantedRights() {
        return Collections.unmodifiableSet(FAX_ACCESS_RIGHTS_ENUM.of(granted().firstGeneration()));
    }
}
