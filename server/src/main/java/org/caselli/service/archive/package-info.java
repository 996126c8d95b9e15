/**
 * The archives: what was received and what was delivered, found, shown, kept as long as is wished, and laid as files into a
 * folder. Enter by {@link org.caselli.service.archive.Archives}.
 */
@NullMarked
package org.caselli.service.archive;

import org.jspecify.annotations.NullMarked;
