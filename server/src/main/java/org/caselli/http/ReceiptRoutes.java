package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Objects;
import org.caselli.http.wire.ReceiptWire;
import org.caselli.service.receipt.Receipt;
import org.caselli.service.receipt.Receipts;

/** Delivery receipts; whose one sees and retries, the service decides. Their options are the settings {@code receipts}. */
final class ReceiptRoutes {
    private static final String RECEIPTS = Rest.API + "/receipts";

    private final Receipts receipts;
    private final Rest rest;

    ReceiptRoutes(Receipts receipts, Rest rest) {
        this.receipts = receipts;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(RECEIPTS, this::list, Need.ANY_RIGHT);
        routes.post(RECEIPTS + "/test", this::test, Need.MANAGE_CONFIG);
        routes.get(
                RECEIPTS + "/{id}",
                context -> rest.write(context, ReceiptWire.Receipt.of(receipts.find(Rest.id(context)))),
                Need.ANY_RIGHT);
        routes.post(
                RECEIPTS + "/{id}/retry",
                context -> rest.write(context, ReceiptWire.Receipt.of(receipts.retry(Rest.id(context)))),
                Need.ANY_RIGHT);
    }

    private void list(Context context) {
        var slice = Rest.slice(context, "state");
        var states = Rest.choices(context, "state", Receipt.State.values());
        rest.write(context, ReceiptWire.ReceiptList.of(receipts.list(states, slice)));
    }

    private void test(Context context) {
        var wanted = rest.body(context, ReceiptWire.ReceiptTest.class);
        rest.write(
                context, ReceiptWire.ReceiptTrial.of(receipts.test(Objects.requireNonNullElse(wanted.address(), ""))));
    }
}
