package org.caselli.service.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request on whose occasion something is done, bound by the door for the thread that answers it. */
public final class Occasion {
    private static final ScopedValue<Occasion> CURRENT = ScopedValue.newInstance();

    private final String address;
    private final String request;
    private volatile boolean told;

    /**
     * @param address from where the request came
     * @param request its method and path, without the query: {@code POST /api/v1/outgoing/jobs/0123456789abcdef/pause}
     */
    public Occasion(String address, String request) {
        this.address = address;
        this.request = request;
    }

    static Optional<Occasion> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Does this on the occasion of the request. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    String address() {
        return address;
    }

    String request() {
        return request;
    }

    /** Whether one of its transactions has written an entry. */
    public boolean isTold() {
        return told;
    }

    void tell() {
        told = true;
    }
}
