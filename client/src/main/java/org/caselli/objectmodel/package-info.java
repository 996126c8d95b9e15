/**
 * The objects of faxcom and faxcomex over a server's REST interface and its events: how they find a server, ask it, and tell
 * its errors.
 */
@NullMarked
package org.caselli.objectmodel;

import org.jspecify.annotations.NullMarked;
