/**
 * The Fax Service's extended object model, of Windows XP and Vista. {@link org.caselli.faxcomex.FaxServer#create()} and {@link
 * org.caselli.faxcomex.FaxDocument#create()} are where a program begins.
 *
 * <p>Objects with settings hold a copy of them, which is read from the server at first use, read again by {@code refresh()},
 * and written by {@code save()}. Collections count from 1.
 */
@NullMarked
package org.caselli.faxcomex;

import org.jspecify.annotations.NullMarked;
