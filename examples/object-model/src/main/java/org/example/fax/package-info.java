/** Programs of one screen with faxcom and faxcomex. */
@NullMarked
package org.example.fax;

import org.jspecify.annotations.NullMarked;
