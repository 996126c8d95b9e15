/**
 * Page bitmaps, and their way into fax code and fax files and back: T.4 and T.6 codes, TIFF class F.
 * Knows nothing of calls, modems or files on disk. Enter by {@link org.caselli.image.Page} and {@link org.caselli.image.Coding}.
 */
@NullMarked
package org.caselli.image;

import org.jspecify.annotations.NullMarked;
