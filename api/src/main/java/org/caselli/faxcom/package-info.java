/**
 * The Fax Service's first object model, of Windows 2000: one document to one recipient, ports, jobs, and a server's settings,
 * which act as soon as they are set. {@link org.caselli.faxcom.FaxServer#create()} is where a program begins.
 *
 * <p>Collections count from 1 and stay as they were. Texts are never null: what is not there is empty, and setters take null for
 * it. All objects may be used from several threads. What goes wrong is a {@link org.caselli.fax.FaxException}; any call that
 * asks the server can be E_ACCESSDENIED (a right is missing), E_HANDLE (not connected any more), RPC_S_SERVER_UNAVAILABLE
 * (nobody answers) or RPC_S_CALL_FAILED (the server met an error of its own), and members name the further ones. The rights of
 * Windows 2000 have become those of {@link org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2}, by which they are named here.
 */
@NullMarked
package org.caselli.faxcom;

import org.jspecify.annotations.NullMarked;
