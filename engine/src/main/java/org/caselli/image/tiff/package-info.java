/**
 * Fax pages in files: TIFF class F (RFC 2306) over TIFF 6.0. Works on bytes and streams; opens no file.
 * Enter by {@link org.caselli.image.tiff.TiffFile} to read and {@link org.caselli.image.tiff.TiffWriter} to write.
 */
@NullMarked
package org.caselli.image.tiff;

import org.jspecify.annotations.NullMarked;
