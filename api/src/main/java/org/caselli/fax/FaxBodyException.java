package org.caselli.fax;

/**
 * One of the bodies of a document cannot be sent. The original tells this as the return value of Submit2, beside an HRESULT
 * that says little.
 */
public final class FaxBodyException extends FaxException {
    private static final long serialVersionUID = 1L;

    private final int index;

    /**
     * A body cannot be sent.
     *
     * @param index which of the bodies; the first is 0
     */
    public FaxBodyException(FaxError error, int index, String sentence, String remedy, Throwable cause) {
        super(error, sentence, remedy, cause);
        this.index = index;
    }

    /** Which of the bodies it is. Counts from zero, as the original does here, and nowhere else. */
    public int index() {
        return index;
    }
}
