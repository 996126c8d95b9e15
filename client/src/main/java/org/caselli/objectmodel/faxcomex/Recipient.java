package org.caselli.objectmodel.faxcomex;

import java.util.Objects;
import org.caselli.faxcomex.FaxRecipient;
import org.jspecify.annotations.Nullable;

/** A number and a name. */
final class Recipient implements FaxRecipient {
    private volatile String faxNumber;
    private volatile String name;

    Recipient(@Nullable String faxNumber, @Nullable String name) {
        this.faxNumber = Objects.requireNonNullElse(faxNumber, "");
        this.name = Objects.requireNonNullElse(name, "");
    }

    @Override
    public String getFaxNumber() {
        return faxNumber;
    }

    @Override
    public void setFaxNumber(@Nullable String value) {
        faxNumber = Objects.requireNonNullElse(value, "");
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public void setName(@Nullable String value) {
        name = Objects.requireNonNullElse(value, "");
    }
}
