package org.caselli.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.http.wire.Wire;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/** Ends a request with a problem (RFC 9457). */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final String remedy;
    private final List<String> problems;
    private final Optional<FaxError> code;
    private final OptionalInt file;

    ProblemException(ProblemKind kind, String detail, String remedy) {
        this(kind, detail, remedy, List.of(), Optional.empty(), OptionalInt.empty());
    }

    private ProblemException(
            ProblemKind kind,
            String detail,
            String remedy,
            List<String> problems,
            Optional<FaxError> code,
            OptionalInt file) {
        super(detail);
        this.kind = kind;
        this.remedy = remedy;
        this.problems = List.copyOf(problems);
        this.code = code;
        this.file = file;
    }

    /** What this version of the server does not have: a newer client asks for it, or somebody who has mistyped. */
    static ProblemException notOfThisVersion(ProblemKind kind, String detail, String remedy) {
        return new ProblemException(
                kind, detail, remedy, List.of(), Optional.of(FaxError.FAX_E_VERSION_MISMATCH), OptionalInt.empty());
    }

    static ProblemException invalid(String detail, String remedy) {
        return new ProblemException(ProblemKind.INVALID_REQUEST, detail, remedy);
    }

    /** A configuration file with these problems. */
    static ProblemException ofFile(List<String> problems) {
        return new ProblemException(
                ProblemKind.FILE_REFUSED,
                problems.size() == 1 ? problems.getFirst() : "There are " + problems.size() + " problems in the file.",
                "Correct the file and apply it again; nothing was changed.",
                problems,
                Optional.empty(),
                OptionalInt.empty());
    }

    /** The service's refusal in the words of HTTP. */
    static ProblemException of(Refusal refusal) {
        ProblemKind kind = switch (refusal.kind()) {
            case INVALID -> ProblemKind.INVALID_REQUEST;
            case DOCUMENT -> ProblemKind.DOCUMENT_REFUSED;
            case UNKNOWN_CALLER -> ProblemKind.UNAUTHORIZED;
            case FORBIDDEN -> ProblemKind.FORBIDDEN;
            case TOO_MANY -> ProblemKind.TOO_MANY_ATTEMPTS;
            case NOT_FOUND -> ProblemKind.NOT_FOUND;
            case CONFLICT -> ProblemKind.CONFLICT;
            case STALE -> ProblemKind.PRECONDITION_FAILED;
            case BLOCKED -> ProblemKind.QUEUE_BLOCKED;
            case SHUTTING_DOWN -> ProblemKind.SHUTTING_DOWN;
            case DIRECTORY_AWAY -> ProblemKind.DIRECTORY_AWAY;
            case DATABASE_AWAY -> ProblemKind.DATABASE_AWAY;
            case IN_DOUBT -> ProblemKind.IN_DOUBT;
        };
        return new ProblemException(kind, refusal.what(), refusal.remedy(), List.of(), refusal.code(), refusal.file());
    }

    ProblemKind kind() {
        return kind;
    }

    Wire.Problem problem() {
        return new Wire.Problem(
                kind.type(),
                kind.title(),
                kind.status(),
                String.valueOf(getMessage()),
                remedy,
                code.map(FaxError::name).orElse(null),
                problems.isEmpty() ? null : problems,
                file.isPresent() ? file.getAsInt() : null);
    }
}
