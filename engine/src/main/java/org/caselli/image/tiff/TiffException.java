package org.caselli.image.tiff;

/** A TIFF file that we cannot read: the message says what, on which page, in which tag, at which octet, and what helps. */
public final class TiffException extends Exception {
    private static final long serialVersionUID = 1L;

    TiffException(String message) {
        super(message);
    }
}
