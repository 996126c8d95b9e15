/**
 * Which way a fax goes: received faxes from the line to folders, mailboxes, printers and programs, and faxes to be sent to a
 * line. Enter by {@link org.caselli.service.routing.InboundRouting}; who writes an extension of his own begins with
 * {@link org.caselli.service.routing.InboundRoutingExtension}.
 */
@NullMarked
package org.caselli.service.routing;

import org.jspecify.annotations.NullMarked;
