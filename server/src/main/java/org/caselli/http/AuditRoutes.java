package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.caselli.http.wire.AuditWire;
import org.caselli.service.Slice;
import org.caselli.service.audit.Audit;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.AuditFilter;
import org.caselli.service.audit.Verification;
import org.caselli.service.notice.ActivityLine;

/** The audit trail. */
final class AuditRoutes {
    private static final String AUDIT = Rest.API + "/audit";
    private static final String[] FILTERS = {"actor", "action", "subject", "result", "from", "to"};

    private enum Format {
        JSONL,
        CSV
    }

    private final Audit audit;
    private final Rest rest;

    AuditRoutes(Audit audit, Rest rest) {
        this.audit = audit;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(AUDIT, this::list, Need.MANAGE_CONFIG);
        routes.get(AUDIT + "/export", this::export, Need.MANAGE_CONFIG);
        routes.get(AUDIT + "/verify", this::verify, Need.MANAGE_CONFIG);
        routes.get(
                AUDIT + "/head",
                context -> {
                    Rest.parameters(context, List.of());
                    rest.write(context, AuditWire.AuditHead.of(audit.head()));
                },
                Need.MANAGE_CONFIG);
    }

    private void list(Context context) {
        Slice slice = Rest.slice(context, FILTERS);
        rest.write(context, AuditWire.AuditEntries.of(audit.list(filter(context), slice)));
    }

    private static AuditFilter filter(Context context) {
        return new AuditFilter(
                Rest.single(context, "actor"),
                Rest.single(context, "action"),
                Rest.single(context, "subject"),
                Rest.single(context, "result")
                        .map(text -> Rest.choice("The parameter result", text, AuditEntry.Result.values())),
                ArchiveRoutes.time(context, "from"),
                ArchiveRoutes.time(context, "to"));
    }

    private void export(Context context) {
        Rest.parameters(context, List.of("format", "actor", "action", "subject", "result", "from", "to"));
        AuditFilter filter = filter(context);
        Format format = Rest.single(context, "format")
                .map(text -> Rest.choice("The parameter format", text, Format.values()))
                .orElse(Format.JSONL);
        long head = audit.head().sequence();
        boolean csv = format == Format.CSV;
        context.contentType(csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8")
                .header("Content-Disposition", Download.disposition("audit-" + head + (csv ? ".csv" : ".jsonl")))
                .result(new TextStream(
                        csv ? ActivityLine.commaSeparated(AuditEntry.COLUMNS) + "\r\n" : "", parts(filter, head, csv)));
    }

    /** The entries up to this one, some thousand at a time. */
    private Supplier<Optional<String>> parts(AuditFilter filter, long head, boolean csv) {
        return new Supplier<>() {
            private long after;

            @Override
            public Optional<String> get() {
                var text = new StringBuilder();
                for (AuditEntry entry : audit.after(filter, after)) {
                    if (entry.sequence() <= head) {
                        text.append(csv ? ActivityLine.commaSeparated(entry.cells()) + "\r\n" : entry.line() + "\n");
                    }
                    after = entry.sequence();
                }
                return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
            }
        };
    }

    private void verify(Context context) {
        Rest.parameters(context, List.of("sequence", "hash"));
        Optional<Long> sequence = Rest.single(context, "sequence")
                .map(text -> Rest.number("sequence", text, 1, 999_999_999_999_999_999L));
        Optional<String> hash = Rest.single(context, "hash");
        if (sequence.isPresent() != hash.isPresent()
                || hash.filter(text -> !text.matches("[0-9a-f]{64}")).isPresent()) {
            throw ProblemException.invalid(
                    "A head is a sequence and a hash of 64 hexadecimal digits.",
                    "Give both as " + AUDIT + "/head told them, or none.");
        }
        rest.write(
                context,
                AuditWire.AuditVerification.of(
                        audit.verify(sequence.map(number -> new Verification.Head(number, hash.orElseThrow())))));
    }
}
