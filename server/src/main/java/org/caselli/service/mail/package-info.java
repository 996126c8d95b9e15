/**
 * Sends mail: the one way in which anything leaves this server by mail, by the settings {@code receipts}. Enter by
 * {@link org.caselli.service.mail.Mailer}.
 */
@NullMarked
package org.caselli.service.mail;

import org.jspecify.annotations.NullMarked;
