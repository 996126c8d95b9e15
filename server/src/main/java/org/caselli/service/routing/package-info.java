/**
 * Which line carries a fax, and where a received one goes. Outbound: groups of devices, and rules that point from a country
 * or an area to a group or a device. Enter by {@link org.caselli.service.routing.OutboundRouting}. Inbound: methods that put
 * a fax into a folder, a mailbox, a printer or a program. Enter by {@link org.caselli.service.routing.InboundRouting}; who
 * writes an extension of his own begins with {@link org.caselli.service.routing.InboundRoutingExtension}.
 */
@NullMarked
package org.caselli.service.routing;

import org.jspecify.annotations.NullMarked;
