/**
 * An example: received faxes are filed by the number that was called, and each is a line of a list. Enter by
 * {@link org.example.filing.Filing}.
 */
@NullMarked
package org.example.filing;

import org.jspecify.annotations.NullMarked;
