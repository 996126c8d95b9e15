package org.caselli.fax;

import java.util.ServiceLoader;

/** Finds what stands behind the interfaces: what CoCreateInstance does on Windows. */
public final class Implementation {
    private Implementation() {}

    /**
     * A new object.
     *
     * @param type one of those that can be created: FaxServer of either package, FaxDocument, FaxTiff
     * @throws FaxException REGDB_E_CLASSNOTREG if no implementation is on the class path
     */
    public static <T> T of(Class<T> type) {
        return ServiceLoader.load(type, type.getClassLoader())
                .findFirst()
                .or(() -> ServiceLoader.load(type).findFirst())
                .orElseThrow(() -> new FaxException(
                        FaxError.REGDB_E_CLASSNOTREG,
                        "No implementation of " + type.getName() + " is on the class path.",
                        "Add caselli-client to it."));
    }
}
