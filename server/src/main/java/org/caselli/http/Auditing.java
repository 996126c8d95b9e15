package org.caselli.http;

import static java.util.Map.entry;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.caselli.service.Refusal;
import org.caselli.service.access.Caller;
import org.caselli.service.access.SignIn;
import org.caselli.service.audit.Audit;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.Deed;
import org.caselli.service.audit.Occasion;

/**
 * The one place where requests come into the audit trail. What a request changes is told by its transactions; here is told who
 * looks at what, what was refused, and what leaves no other trace. Nobody is answered before his view is written.
 */
final class Auditing {
    /** Reads that tell nothing of a fax, a call or a person. */
    private static final Set<String> QUIET = Set.of(
            "/openapi.yaml",
            "/problems/{name}",
            "/health",
            "/server",
            "/nodes",
            "/access/me/folders",
            "/activity",
            "/archives",
            "/audit/head",
            "/cover-pages",
            "/cover-pages/{name}",
            "/cover-pages/{name}/template",
            "/devices",
            "/devices/status",
            "/devices/order",
            "/devices/{id}",
            "/devices/{id}/status",
            "/devices/{id}/routing-methods",
            "/devices/{id}/routing-methods/{guid}",
            "/providers",
            "/providers/{id}",
            "/routing/inbound/explain",
            "/routing/inbound/extensions",
            "/routing/inbound/methods",
            "/routing/inbound/methods/{guid}",
            "/routing/outbound/explain",
            "/routing/outbound/groups",
            "/routing/outbound/groups/{name}",
            "/routing/outbound/rules",
            "/routing/outbound/rules/{key}",
            "/settings",
            "/settings/{section}",
            "/trunks",
            "/trunks/{name}",
            "/webhooks",
            "/webhooks/{id}",
            "/webhooks/{id}/tries",
            MetricsRoutes.PATH);

    /** What the other reads are called, and what leaves no event. A read that stands in neither table is {@code data.read}. */
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            entry("GET /incoming/messages", "archive.listed"),
            entry("GET /outgoing/messages", "archive.listed"),
            entry("GET /archives/expiry", "archive.listed"),
            entry("GET /incoming/messages/{id}", "fax.shown"),
            entry("GET /outgoing/messages/{id}", "fax.shown"),
            entry("GET /incoming/messages/{id}/pages/{page}", "fax.viewed"),
            entry("GET /outgoing/messages/{id}/pages/{page}", "fax.viewed"),
            entry("GET /incoming/messages/{id}/pdf", "fax.downloaded"),
            entry("GET /incoming/messages/{id}/tiff", "fax.downloaded"),
            entry("GET /outgoing/messages/{id}/pdf", "fax.downloaded"),
            entry("GET /outgoing/messages/{id}/tiff", "fax.downloaded"),
            entry("GET /incoming/jobs", "queue.listed"),
            entry("GET /outgoing/jobs", "queue.listed"),
            entry("GET /incoming/jobs/{id}", "job.shown"),
            entry("GET /outgoing/jobs/{id}", "job.shown"),
            entry("GET /submissions/{id}", "job.shown"),
            entry("GET /incoming/jobs/{id}/pages/{page}", "fax.viewed"),
            entry("GET /incoming/jobs/{id}/pdf", "fax.downloaded"),
            entry("GET /incoming/jobs/{id}/tiff", "fax.downloaded"),
            entry("GET /outgoing/jobs/{id}/tiff", "fax.downloaded"),
            entry("GET /receipts", "receipt.listed"),
            entry("GET /receipts/{id}", "receipt.shown"),
            entry("POST /access/sessions", "session.begun"),
            entry("POST /access/oidc/browser", "session.begun"),
            entry("POST /access/oidc/device", "session.begun"),
            entry("POST /access/oidc/sessions", "session.begun"),
            entry("DELETE /access/sessions/current", "session.ended"),
            entry("POST /receipts/test", "receipts.tested"),
            entry("GET /documents", "document.listed"),
            entry("GET /documents/{id}", "document.shown"),
            entry("GET /documents/{id}/pages/{page}", "document.viewed"),
            entry("GET /calls", "diary.listed"),
            entry("GET /calls/{id}", "diary.viewed"),
            entry("GET /activity/log", "activity.listed"),
            entry("GET /activity/events", "log.listed"),
            entry("GET /events", "events.followed"),
            entry("GET /configuration", "config.exported"),
            entry("GET /audit", "audit.listed"),
            entry("GET /audit/export", "audit.exported"),
            entry("GET /audit/verify", "audit.verified"),
            entry("POST /documents", "document.uploaded"),
            entry("DELETE /documents/{id}", "document.deleted"),
            entry("POST /devices/{id}/answer", "call.answered"),
            entry("PUT /devices/{id}/properties/{guid}", "property.changed"),
            entry("PUT /server/properties/{guid}", "property.changed"),
            entry("POST /trunks/{name}/test", "trunk.tested"),
            entry("POST /webhooks/{id}/test", "webhook.tested"));

    /** What {@link org.caselli.service.access.SignIn} tells itself, for it knows who it was and in which way. */
    private static final String SIGN_IN = "session.begun";

    /** These only say how much of a list is wanted, or how large a picture. */
    private static final Set<String> UNIMPORTANT = Set.of("after", "before", "limit", "width");

    /** Of a request, so that nobody fills the trail with one. */
    private static final int LONGEST = 500;

    private final Audit audit;

    Auditing(Audit audit) {
        this.audit = audit;
    }

    /** Lets somebody in, or tells that nobody was. */
    void admission(Context context, Handler admit) throws Exception {
        try {
            admit.handle(context);
        } catch (ProblemException | Refusal refused) {
            if (Set.of(ProblemKind.UNAUTHORIZED, ProblemKind.FORBIDDEN, ProblemKind.TOO_MANY_ATTEMPTS)
                    .contains(kind(refused))) {
                audit.refusedKey(context.ip());
            }
            throw refused;
        }
    }

    /** Answers a request on behalf of its caller, and tells of it. */
    void attend(Endpoint endpoint, Context context, SignIn.Arrival arrival, Handler handler) throws Exception {
        Caller caller = arrival.caller();
        String path = endpoint.path.startsWith(Rest.API) ? endpoint.path.substring(Rest.API.length()) : endpoint.path;
        boolean reads = endpoint.method.name().equals("GET");
        boolean quiet = reads && QUIET.contains(path);
        String action = ACTIONS.getOrDefault(endpoint.method.name() + " " + path, reads ? "data.read" : "request.done");
        String query = context.queryString();
        var occasion = new Occasion(
                context.ip(),
                Rest.shown(context.method() + " " + context.path() + (query == null ? "" : "?" + query), LONGEST));
        caller.<Boolean, Exception>call(() -> occasion.<Boolean, Exception>call(() -> {
            if (!caller.equals(Caller.NOBODY)) {
                audit.visited(arrival.way());
            }
            var deed = Deed.done(action, subject(context, path), facts(context, path));
            if (action.equals("events.followed")) {
                audit.writeOnce(deed); // it is answered as long as it lasts
            }
            try {
                handler.handle(context);
            } catch (Exception cause) {
                tell(context.ip(), deed, cause, reads, quiet);
                throw cause;
            }
            try {
                if (reads && !quiet) {
                    audit.writeOnce(deed);
                } else if (!reads && !occasion.isTold() && !action.equals(SIGN_IN)) {
                    audit.write(deed);
                }
            } catch (RuntimeException unwritten) {
                close(context, unwritten);
                throw unwritten;
            }
            return true;
        }));
    }

    /** Nobody gets what he was about to see. */
    private static void close(Context context, RuntimeException why) {
        InputStream body = context.resultInputStream();
        if (body != null) {
            try {
                body.close();
            } catch (IOException cause) {
                why.addSuppressed(cause);
            }
        }
    }

    private void tell(String address, Deed deed, Exception cause, boolean reads, boolean quiet) {
        ProblemKind kind = kind(cause);
        int status = cause instanceof HttpResponseException refused ? refused.getStatus() : kind.status();
        if (deed.action().equals(SIGN_IN) && status != 403) {
            if (kind != ProblemKind.UNAUTHORIZED && kind != ProblemKind.TOO_MANY_ATTEMPTS) {
                audit.refusedSignIn(address, status);
            }
            return; // whom it has refused, the service tells
        }
        boolean matters = status == 401 || status == 403 || !reads || (status == 404 && !quiet);
        if (!matters) {
            return;
        }
        var facts = new TreeMap<String, Object>(deed.facts());
        facts.put("status", status);
        if (status == 403 && cause.getMessage() != null) {
            facts.put("why", cause.getMessage()); // names the right that is missing
        }
        var refused = new Deed(
                deed.action(),
                deed.subject(),
                status >= 500 ? AuditEntry.Result.FAILED : AuditEntry.Result.REFUSED,
                facts);
        try {
            if (reads || deed.action().equals(SIGN_IN)) {
                audit.writeOnce(refused);
            } else {
                audit.write(refused);
            }
        } catch (RuntimeException unwritten) {
            cause.addSuppressed(unwritten);
        }
    }

    private static ProblemKind kind(Exception cause) {
        return switch (cause) {
            case ProblemException problem -> problem.kind();
            case Refusal refusal -> ProblemException.of(refusal).kind();
            default ->
                Refusal.of(cause)
                        .map(refusal -> ProblemException.of(refusal).kind())
                        .orElse(ProblemKind.INTERNAL_ERROR);
        };
    }

    /** The thing that the request is about: its address up to its name, or that of the list. */
    private static String subject(Context context, String path) {
        List<String> steps = List.of(path.substring(1).split("/", -1));
        var subject = new StringBuilder();
        for (String step : steps) {
            boolean named = step.startsWith("{");
            if (named && !step.equals("{page}")) {
                subject.append('/')
                        .append(Rest.shown(context.pathParam(step.substring(1, step.length() - 1)), LONGEST));
            } else if (!named && !Set.of("pages", "pdf", "tiff").contains(step)) {
                subject.append('/').append(step);
            }
        }
        return subject.substring(1);
    }

    private static Map<String, Object> facts(Context context, String path) {
        var facts = new LinkedHashMap<String, Object>();
        if (path.endsWith("/pages/{page}")) {
            facts.put("page", Rest.shown(context.pathParam("page"), LONGEST));
        } else if (path.endsWith("/pdf") || path.endsWith("/tiff")) {
            facts.put("file", path.substring(path.lastIndexOf('/') + 1));
        }
        var parameters = new TreeMap<String, Object>();
        context.queryParamMap().forEach((name, values) -> {
            if (!UNIMPORTANT.contains(name) && parameters.size() < 20) {
                parameters.put(Rest.shown(name, LONGEST), Rest.shown(String.join(" ", values), LONGEST));
            }
        });
        if (!parameters.isEmpty()) {
            facts.put("parameters", parameters);
        }
        return facts;
    }
}
