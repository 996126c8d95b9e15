package org.caselli.objectmodel.faxcomex;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** System properties that a program is started with, for a moment. */
final class Told {
    private Told() {}

    /** Does this with these properties; those that were there before are there again afterwards. */
    static synchronized <T> T with(Map<String, String> properties, ThrowingSupplier<T> work) {
        var before = new HashMap<String, String>();
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        try {
            return work.get();
        } catch (RuntimeException | Error cause) {
            throw cause;
        } catch (Throwable cause) {
            throw new AssertionError(cause);
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }
}
