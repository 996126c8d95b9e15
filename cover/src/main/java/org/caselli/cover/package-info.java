/**
 * Sets a cover page: an HTML template and the fields that go into it become a PDF. Knows nothing of faxes, reads no file and
 * asks no network. Enter by {@link org.caselli.cover.Typesetter}.
 */
@NullMarked
package org.caselli.cover;

import org.jspecify.annotations.NullMarked;
