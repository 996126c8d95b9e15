/** Sender profiles: who one is as a sender, kept by the server so that it need not be told with each fax. */
@NullMarked
package org.caselli.service.sender;

import org.jspecify.annotations.NullMarked;
