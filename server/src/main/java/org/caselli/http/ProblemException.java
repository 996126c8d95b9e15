package org.caselli.http;

import java.util.List;
import org.caselli.http.wire.Wire;
import org.caselli.service.Refusal;

/** Ends a request with a problem (RFC 9457). */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final String remedy;
    private final List<String> problems;

    ProblemException(ProblemKind kind, String detail, String remedy) {
        this(kind, detail, remedy, List.of());
    }

    private ProblemException(ProblemKind kind, String detail, String remedy, List<String> problems) {
        super(detail);
        this.kind = kind;
        this.remedy = remedy;
        this.problems = List.copyOf(problems);
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
                problems);
    }

    /** The service's refusal in the words of HTTP. */
    static ProblemException of(Refusal refusal) {
        ProblemKind kind = switch (refusal.kind()) {
            case INVALID -> ProblemKind.INVALID_REQUEST;
            case DOCUMENT -> ProblemKind.DOCUMENT_REFUSED;
            case NOT_FOUND -> ProblemKind.NOT_FOUND;
            case CONFLICT -> ProblemKind.CONFLICT;
            case STALE -> ProblemKind.PRECONDITION_FAILED;
            case BLOCKED -> ProblemKind.QUEUE_BLOCKED;
            case SHUTTING_DOWN -> ProblemKind.SHUTTING_DOWN;
        };
        String message = String.valueOf(refusal.getMessage());
        String what = message.endsWith(refusal.remedy())
                ? message.substring(0, message.length() - refusal.remedy().length())
                        .strip()
                : message;
        return new ProblemException(kind, what, refusal.remedy());
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
                problems.isEmpty() ? null : problems);
    }
}
