package org.caselli.objectmodel.faxcomex;

import java.util.Collections;
import java.util.Set;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2;
import org.caselli.faxcomex.FaxSecurity2;
import org.caselli.objectmodel.Connection;

/** Security in the rights of the second generation. */
final class Security2 extends Descriptor implements FaxSecurity2 {
    Security2(Connection connection) {
        super(connection, 2);
    }

    @Override
    public Set<FAX_ACCESS_RIGHTS_ENUM_2> getGrantedRights() {
        return Collections.unmodifiableSet(FAX_ACCESS_RIGHTS_ENUM_2.of(granted().bits()));
    }
}
