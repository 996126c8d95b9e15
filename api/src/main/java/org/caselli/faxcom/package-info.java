/**
 * The Fax Service's first object model, of Windows 2000: one document to one recipient, ports, jobs, and a server's settings,
 * which act as soon as they are set. {@link org.caselli.faxcom.FaxServer#create()} is where a program begins.
 */
@NullMarked
package org.caselli.faxcom;

import org.jspecify.annotations.NullMarked;
