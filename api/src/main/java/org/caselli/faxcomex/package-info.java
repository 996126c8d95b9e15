/**
 * The Fax Service's extended object model, of Windows XP and Vista. {@link org.caselli.faxcomex.FaxServer#create()} and {@link
 * org.caselli.faxcomex.FaxDocument#create()} are where a program begins.
 *
 * <p>Objects with settings hold a copy of them, which is read from the server at first use, read again by {@code refresh()},
 * and written by {@code save()}, all of it or nothing. Jobs and messages are as they were when they were read. Collections
 * count from 1, stay as they were, and can be iterated over. Texts are never null: what is not there is empty, and setters take
 * null for it. Times are instants.
 *
 * <p>All objects may be used from several threads. What goes wrong is a {@link org.caselli.fax.FaxException} with the documented
 * number, name, a sentence and a remedy. Any call that asks the server can be E_ACCESSDENIED (a right is missing), E_HANDLE (not
 * connected any more), RPC_S_SERVER_UNAVAILABLE (nobody answers) or RPC_S_CALL_FAILED (the server met an error of its own);
 * members name the further ones. Rights are those of {@link org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2}.
 */
@NullMarked
package org.caselli.faxcomex;

import org.jspecify.annotations.NullMarked;
