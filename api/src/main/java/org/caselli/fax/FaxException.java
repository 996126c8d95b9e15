package org.caselli.fax;

/**
 * A call of the fax objects failed. What the original tells as HRESULT and IErrorInfo: the documented error with its number
 * and name, a sentence that says what is wrong and where, and what to do about it.
 */
public class FaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaxError error;
    private final String sentence;
    private final String remedy;

    /**
     * A call failed.
     *
     * @param error    which of the documented errors it is
     * @param sentence what is wrong and where
     * @param remedy   what to do about it; empty if nothing can be said
     */
    public FaxException(FaxError error, String sentence, String remedy) {
        super(message(error, sentence, remedy));
        this.error = error;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /**
     * The same, for this reason.
     *
     * @param cause what was thrown below
     */
    public FaxException(FaxError error, String sentence, String remedy, Throwable cause) {
        super(message(error, sentence, remedy), cause);
        this.error = error;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    private static String message(FaxError error, String sentence, String remedy) {
        String text = remedy.isEmpty() ? sentence : sentence + " " + remedy;
        return text + String.format(" (%s, 0x%08X)", error.name(), error.code());
    }

    /** Which of the documented errors it is; for a switch. */
    public FaxError error() {
        return error;
    }

    /** Its number, an HRESULT: negative as an int, such as 0x80041B5A. */
    public int code() {
        return error.code();
    }

    /** Its documented name, such as {@code FAX_E_GROUP_IN_USE}. */
    public String name() {
        return error.name();
    }

    /** What is wrong and where, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** What to do about it; perhaps empty. */
    public String remedy() {
        return remedy;
    }
}
