package org.caselli.http;

import org.caselli.http.wire.Wire;
import org.caselli.service.Refusal;

/** Ends a request with a problem (RFC 9457). */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final String remedy;

    ProblemException(ProblemKind kind, String detail, String remedy) {
        super(detail);
        this.kind = kind;
        this.remedy = remedy;
    }

    static ProblemException invalid(String detail, String remedy) {
        return new ProblemException(ProblemKind.INVALID_REQUEST, detail, remedy);
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
        return new Wire.Problem(kind.type(), kind.title(), kind.status(), String.valueOf(getMessage()), remedy);
    }
}
