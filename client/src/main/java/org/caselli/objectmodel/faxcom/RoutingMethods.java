package org.caselli.objectmodel.faxcom;

import java.util.List;
import org.caselli.fax.FaxError;
import org.caselli.faxcom.FaxRoutingMethod;
import org.caselli.faxcom.FaxRoutingMethods;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Items;

/** The routing methods of the server as one of its lines uses them, in the order in which they run. */
final class RoutingMethods extends Items<FaxRoutingMethod> implements FaxRoutingMethods {
    private RoutingMethods(List<? extends FaxRoutingMethod> methods) {
        super(methods);
    }

    static RoutingMethods of(Connection connection, int device, String deviceName) {
        return new RoutingMethods(
                connection
                        .ask(
                                FaxError.ERROR_BAD_UNIT,
                                client -> client.inboundRouting().uses(Integer.toString(device)))
                        .stream()
                        .map(use -> new RoutingMethod(connection, device, deviceName, use))
                        .toList());
    }
}
