/**
 * Which line carries a fax, and where a received one goes. Outbound: groups of devices, and rules that point from a country
 * or an area to a group or a device. Enter by {@link org.caselli.service.routing.OutboundRouting}.
 */
@NullMarked
package org.caselli.service.routing;

import org.jspecify.annotations.NullMarked;
