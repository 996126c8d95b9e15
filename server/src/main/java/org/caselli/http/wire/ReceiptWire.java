package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.List;
import org.caselli.service.Listing;
import org.caselli.service.receipt.Receipts;
import org.jspecify.annotations.Nullable;

/** The JSON objects of delivery receipts. */
public final class ReceiptWire {
    private ReceiptWire() {}

    @Json
    public record Receipt(
            String id,
            String submission,
            @Nullable String job,
            String address,
            String state,
            String subject,
            boolean delivered,
            boolean attach,
            @Nullable String note,
            String createdAt,
            int tries,
            @Nullable String nextTryAt,
            @Nullable String sentAt,
            @Nullable String lastError) {
        public static Receipt of(org.caselli.service.receipt.Receipt receipt) {
            return new Receipt(
                    receipt.id(),
                    receipt.submissionId(),
                    receipt.jobId().orElse(null),
                    receipt.address(),
                    Wire.name(receipt.state()),
                    receipt.subject(),
                    receipt.delivered(),
                    receipt.attach(),
                    receipt.note().isEmpty() ? null : receipt.note(),
                    receipt.createdAt().toString(),
                    receipt.tries(),
                    Wire.text(receipt.nextTryAt()),
                    Wire.text(receipt.sentAt()),
                    receipt.lastError().isEmpty() ? null : receipt.lastError());
        }
    }

    @Json
    public record ReceiptList(List<Receipt> items, @Nullable String next) {
        public static ReceiptList of(Listing<org.caselli.service.receipt.Receipt> receipts) {
            return new ReceiptList(
                    Wire.each(receipts, Receipt::of), receipts.next().orElse(null));
        }
    }

    /** Where a test is mailed to. */
    @Json
    public record ReceiptTest(@Nullable String address) {}

    @Json
    public record ReceiptTrial(
            String at,
            long milliseconds,
            boolean taken,
            @Nullable String error) {
        public static ReceiptTrial of(Receipts.Trial trial) {
            return new ReceiptTrial(
                    trial.at().toString(),
                    trial.took().toMillis(),
                    trial.error().isEmpty(),
                    trial.error().isEmpty() ? null : trial.error());
        }
    }
}
