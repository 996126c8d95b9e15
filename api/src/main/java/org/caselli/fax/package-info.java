/** What faxcom and faxcomex share: their errors, and who connects. */
@NullMarked
package org.caselli.fax;

import org.jspecify.annotations.NullMarked;
