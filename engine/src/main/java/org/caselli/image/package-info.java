/**
 * Page bitmaps, and their way into fax code and fax files and back: T.4 and T.6 codes, TIFF class F.
 * Knows nothing of calls, modems or files on disk. Enter by {@link org.caselli.image.Page} and
 * {@link org.caselli.image.PageCodec}. T.4 and T.6 share one room because T.6 is the two-dimensional coding of T.4 without its EOLs.
 */
@NullMarked
package org.caselli.image;

import org.jspecify.annotations.NullMarked;
