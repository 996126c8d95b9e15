package org.caselli.service.routing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caselli.service.Refusal;
import org.caselli.service.archive.Inboxes;
import org.caselli.service.archive.Particulars;

/**
 * Gives a fax to accounts, as a clerk would: what comes in on a doctor's number to this doctor. Ours; the documented service
 * has nothing like it. Its configuration are names of accounts, with {@code ;} between.
 */
final class AccountMethod {
    static final String GUID = "{5d1c3a5e-7b0f-4c59-9f0e-3a8b6f2d9c41}";

    private final Inboxes inboxes;

    AccountMethod(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    private static List<String> names(byte[] data) {
        return Stream.of(MethodText.of(data).value().split(";"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    Optional<String> complaint(byte[] data) {
        try {
            List<String> names = names(data);
            if (names.isEmpty()) {
                return Optional.of("No account is named; give one such as ann, or several as ann;bob.");
            }
            inboxes.requireAccounts(names);
            return Optional.empty();
        } catch (IllegalArgumentException | Refusal cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
    }

    RoutingResult route(RoutingRequest fax) {
        if (inboxes.isGiven(fax.jobId())) { // by the run that a crash cut off, or by somebody who was faster
            return RoutingResult.done();
        }
        try {
            inboxes.assign(fax.jobId(), Particulars.NONE.to(names(fax.data()).toArray(String[]::new)));
            return RoutingResult.done();
        } catch (IllegalArgumentException | Refusal cause) {
            return RoutingResult.failed(String.valueOf(cause.getMessage()));
        }
    }
}
