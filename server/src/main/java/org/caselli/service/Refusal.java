package org.caselli.service;

import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.document.DocumentException;
import org.caselli.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Why the service did not do what it was asked. Its message says what is wrong, where, and what to do about it.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of thing stands in the way; a door translates it to its own codes. */
    public enum Kind {
        /** The request itself is wrong: a missing recipient, a number that no device can dial. */
        INVALID,
        /** A document cannot be turned into fax pages: broken, encrypted, empty, of an unknown kind. */
        DOCUMENT,
        /** Who asks is not known, or has not proved it. */
        UNKNOWN_CALLER,
        /** Who asks has not the right to it. */
        FORBIDDEN,
        /** Too many wrong passwords came; one has to wait. */
        TOO_MANY,
        /** There is no such job, fax, call or device, or who asks must not know of it. */
        NOT_FOUND,
        /** What was asked does not fit the state of the thing, or an idempotency key was used for another request. */
        CONFLICT,
        /** Somebody else has changed the thing since it was read. */
        STALE,
        /** The queue takes nothing at present, because an administrator has blocked it. */
        BLOCKED,
        /** The server is shutting down. */
        SHUTTING_DOWN,
        /** The directory of somebody else by which people sign in does not answer. */
        DIRECTORY_AWAY,
        /** The database is away, or this server may not write to it for the moment. Nothing was done. */
        DATABASE_AWAY,
        /** The database went away in the middle of it: nobody knows whether it was done. */
        IN_DOUBT
    }

    private final Kind kind;
    private final @Nullable FaxError code;
    private final String remedy;
    private int file = -1;

    /**
     * @param what   what is wrong and where, as a sentence
     * @param remedy what to do about it, as a sentence
     */
    public Refusal(Kind kind, String what, String remedy) {
        this(kind, null, what, remedy);
    }

    /**
     * A refusal for which the documents name an error.
     *
     * @param code   that error
     * @param what   what is wrong and where, as a sentence
     * @param remedy what to do about it, as a sentence
     */
    public Refusal(Kind kind, @Nullable FaxError code, String what, String remedy) {
        super(what + " " + remedy);
        this.kind = kind;
        this.code = code;
        this.remedy = remedy;
    }

    /** As the other one, with the error that led to it. */
    public Refusal(Kind kind, String what, String remedy, Throwable cause) {
        this(kind, what, remedy);
        initCause(cause);
    }

    /** The same, for which the documents name an error. */
    public Refusal(Kind kind, FaxError code, String what, String remedy, Throwable cause) {
        this(kind, code, what, remedy);
        initCause(cause);
    }

    /** A document that cannot be sent. */
    public static Refusal of(DocumentException cause) {
        String page = cause.page() > 0 ? ", page " + cause.page() + "," : "";
        return new Refusal(Kind.DOCUMENT, cause.file() + page + " " + cause.problem() + ".", cause.remedy(), cause);
    }

    /** There is no such thing: "There is no job 17. Look its id up in the list of jobs." */
    public static Refusal unknown(String what, String id, String list) {
        return new Refusal(
                Kind.NOT_FOUND, "There is no " + what + " " + id + ".", "Look its id up in the list of " + list + ".");
    }

    /**
     * What an error amounts to, if it is one that passes: the database was not there. The address of the database stays in
     * the server's log.
     */
    public static Optional<Refusal> of(Throwable error) {
        if (!(error instanceof StoreException trouble)) {
            return Optional.empty();
        }
        return switch (trouble.hope()) {
            case NONE -> Optional.empty();
            case LATER ->
                Optional.of(new Refusal(
                        Kind.DATABASE_AWAY,
                        "The database does not answer this server, or does not let it write; nothing of this was done.",
                        "Repeat it in a few seconds: the server goes on by itself as soon as the database does. If that"
                                + " lasts, its log says why.",
                        trouble));
            case UNKNOWN ->
                Optional.of(new Refusal(
                        Kind.IN_DOUBT,
                        "The database went away in the middle of a commit, and it is not known whether this was done.",
                        "Look before you repeat it; a submission with an idempotency key can be repeated without harm.",
                        trouble));
        };
    }

    public Kind kind() {
        return kind;
    }

    /** The same, of one of several files: which one, counted from 0. */
    Refusal ofFile(int index) {
        file = index;
        return this;
    }

    /** Which of the files of a submission cannot be sent, counted from 0; empty if it is no file. */
    public OptionalInt file() {
        return file < 0 ? OptionalInt.empty() : OptionalInt.of(file);
    }

    /** The documented error that says the same, where the documents name one. */
    public Optional<FaxError> code() {
        return Optional.ofNullable(code);
    }

    /** The first part of the message: what is wrong. */
    public String what() {
        String message = String.valueOf(getMessage());
        return message.endsWith(remedy)
                ? message.substring(0, message.length() - remedy.length()).strip()
                : message;
    }

    /** The last part of the message: what to do. */
    public String remedy() {
        return remedy;
    }
}
