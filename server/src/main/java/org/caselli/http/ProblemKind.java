package org.caselli.http;

import java.util.Locale;

/**
 * Every type of error that the REST interface answers with. The name is stable; in lower case and with hyphens it ends the
 * problem's {@code type}, which is the address of its explanation.
 */
enum ProblemKind {
    INVALID_REQUEST(
            400,
            "The request is not right",
            "A field, a parameter or the form of the request is wrong. The detail names it; the same request would fail"
                    + " again."),
    UNAUTHORIZED(
            401,
            "A token is needed",
            "Everything but the API's description wants the header \"Authorization: Bearer TOKEN\". The administrator's"
                    + " token is in the file admin.token in the server's data directory."),
    FORBIDDEN(
            403,
            "A right is missing",
            "The caller is known, but has not the right that the request needs; the detail names it. An administrator grants"
                    + " rights to accounts and groups."),
    OTHER_SITE(
            403,
            "A page of another site asks",
            "A browser says that a page of another site made the request, and such a page may change nothing here. Behind a"
                    + " reverse proxy that does not pass the header Host on as it comes, every page seems to be one."),
    NOT_FOUND(
            404,
            "There is no such thing",
            "No resource is at this address, or it was deleted. The API's description lists all addresses."),
    METHOD_NOT_ALLOWED(
            405,
            "Not by this method",
            "The address is right, but it does not take this HTTP method; Allow lists those it does."),
    REQUEST_TIMEOUT(408, "The request came too slowly", "The rest of the request did not arrive in time."),
    CONFLICT(
            409,
            "The state does not allow it",
            "What was asked does not fit the state of the thing any more, or an idempotency key was used for another"
                    + " request."),
    EVENTS_GONE(
            410,
            "Those events are gone",
            "The log of events goes back only so far, and the listener was away for longer. It has missed some, and has to read"
                    + " the present state anew."),
    PRECONDITION_FAILED(
            412,
            "Somebody else changed it",
            "The thing is not what the request's If-Match says any more. Read it again, and repeat the change if it is still"
                    + " wanted."),
    PRECONDITION_REQUIRED(
            428,
            "Say which version you change",
            "Settings are changed only by who has seen them: the request needs the ETag of the last GET as If-Match."),
    TOO_MANY_ATTEMPTS(
            429,
            "Too many wrong passwords",
            "Somebody tried too many wrong passwords for this account, or too many passwords, tokens or sign-ins from this"
                    + " address; the remedy says how long to wait."),
    QUEUE_BLOCKED(
            409,
            "The queue is blocked",
            "An administrator has blocked the outgoing queue: it takes no faxes until it is released."),
    TOO_LARGE(
            413,
            "The request is too large",
            "Its body is larger than the server takes; [http] max-upload-mb in caselli.toml is the limit of a submission."),
    UNSUPPORTED_MEDIA_TYPE(
            415, "The body is of the wrong kind", "The resource takes another Content-Type; the detail names it."),
    RANGE_NOT_SATISFIABLE(
            416,
            "The file has no such part",
            "The Range of the request lies outside the file; Content-Range says how long it is."),
    DOCUMENT_REFUSED(
            422,
            "The document cannot be faxed",
            "A file is broken, encrypted, empty or of a kind that cannot be turned into fax pages. The detail names the"
                    + " file and what is wrong with it. Nothing was accepted."),
    FILE_REFUSED(
            422,
            "The file cannot be applied",
            "Something in the configuration file is wrong. The problems say what and in which line; nothing was changed."),
    INTERNAL_ERROR(
            500,
            "The server met an error of its own",
            "This should not happen. The server's log has the cause at that time; please report it."),
    SHUTTING_DOWN(503, "The server is shutting down", "It takes no new work until it has been started again."),
    DIRECTORY_AWAY(
            503,
            "The directory is away",
            "The OpenID provider or the LDAP directory by which people sign in does not answer, or not as it should. Accounts"
                    + " with a password of this server, sessions and personal tokens are not concerned."),
    DATABASE_AWAY(
            503,
            "The database is away",
            "The server's database does not answer, is started again, or belongs to another server of the same name for the"
                    + " moment. Nothing was done; repeat the request after the seconds of Retry-After."),
    IN_DOUBT(
            503,
            "Nobody knows whether it was done",
            "The database went away in the middle of a commit. Look before you repeat the request; a submission with an"
                    + " Idempotency-Key can be repeated without harm.");

    static final String ROOT = "/api/v1/problems/";

    private final int status;
    private final String title;
    private final String explanation;

    ProblemKind(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String explanation() {
        return explanation;
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String type() {
        return ROOT + slug();
    }
}
