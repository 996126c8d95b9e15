package org.caselli.line;

/** What became of a provider at the start of the server: FAX_PROVIDER_STATUS_ENUM. */
public enum ProviderStatus {
    /** It works. */
    SUCCESS(0),
    /** The server itself failed while it loaded the provider. */
    SERVER_ERROR(1),
    /** It is registered under something that is no GUID. */
    BAD_GUID(2),
    /** It was made for another version of {@link DeviceProvider}, or registered with another one. */
    BAD_VERSION(3),
    /** Its jar is not there or cannot be read. */
    CANT_LOAD(4),
    /** Its jar lacks what it should have: the provider, or a class it needs, or has classes for a newer Java. */
    CANT_LINK(5),
    /** It failed when it was made or opened, or has hung since. */
    CANT_INIT(6);

    private final int value;

    ProviderStatus(int value) {
        this.value = value;
    }

    /** The value in FAX_PROVIDER_STATUS_ENUM. */
    public int value() {
        return value;
    }
}
