package org.caselli.service.cover;

import org.caselli.service.Refusal;

/**
 * The cover page that a fax shall have.
 *
 * @param type     where its template comes from
 * @param page     the name of the template: with SERVER one that the server keeps, with or without its ending; with LOCAL as
 *                 the submitter knows it, perhaps empty
 * @param template the template itself with LOCAL; else empty
 * @param note     for the field {@code message.note}, at most {@value #MOST_NOTE} characters; perhaps empty
 */
public record CoverRequest(CoverPageType type, String page, String template, String note) {
    /** No cover page. */
    public static final CoverRequest NONE = new CoverRequest(CoverPageType.NONE, "", "", "");

    /** Ours: two pages full of it. */
    public static final int MOST_NOTE = 10_000;

    private static final int MOST_NAME = 200;

    public CoverRequest {
        switch (type) {
            case NONE ->
                require(
                        page.isEmpty() && template.isEmpty(),
                        "The fax has a cover page, and its coverPageType is none.",
                        "Leave out coverPage and coverPageTemplate, or the type.");
            case LOCAL ->
                require(
                        !template.isBlank(),
                        "The fax shall have a personal cover page, but there is none.",
                        "Send the template's text as coverPageTemplate.");
            case SERVER ->
                require(
                        !page.isBlank() && template.isEmpty(),
                        template.isEmpty()
                                ? "The fax shall have a cover page of the server, but names none."
                                : "The fax has a template and names a cover page of the server.",
                        "Give coverPage with type server, or coverPageTemplate with type local.");
        }
        require(page.length() <= MOST_NAME, "The name of the cover page is longer than 200 characters.", "Shorten it.");
        require(
                note.length() <= MOST_NOTE,
                "The note is longer than " + MOST_NOTE + " characters.",
                "Shorten it, or send it as a document.");
    }

    /** One of the server's. */
    public static CoverRequest server(String page, String note) {
        return new CoverRequest(CoverPageType.SERVER, page, "", note);
    }

    /** A personal one. */
    public static CoverRequest personal(String name, String template, String note) {
        return new CoverRequest(CoverPageType.LOCAL, name, template, note);
    }

    private static void require(boolean right, String what, String remedy) {
        if (!right) {
            throw new Refusal(Refusal.Kind.INVALID, what, remedy);
        }
    }
}
