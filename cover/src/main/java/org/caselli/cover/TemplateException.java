package org.caselli.cover;

/** A template that cannot be set. Its message is the end of a sentence that begins with the template's name. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param line    of the template, from 1; 0 if it is the template as a whole
     * @param problem the end of a sentence: {@code has a <script>}
     * @param remedy  a sentence: what to do
     */
    TemplateException(int line, String problem, String remedy) {
        super((line > 0 ? "in line " + line + " " : "") + problem);
        this.remedy = remedy;
    }

    /** What is wrong. */
    public String problem() {
        return String.valueOf(getMessage());
    }

    /** What to do: a sentence. */
    public String remedy() {
        return remedy;
    }
}
