package org.caselli.service.routing;

/** What became of an extension at the start of the server: FAX_PROVIDER_STATUS_ENUM. {@link #value()} is its value there. */
public enum ExtensionStatus {
    /** It works. */
    SUCCESS(0),
    /** The server itself failed while it loaded the extension. */
    SERVER_ERROR(1),
    /** One of its methods has no proper GUID, or that of another method. */
    BAD_GUID(2),
    /** It was made for another version of the interface. */
    BAD_VERSION(3),
    /** Its file is not there or cannot be read. */
    CANT_LOAD(4),
    /** Its file lacks what it should have: the extension, a class, a method that is registered. */
    CANT_LINK(5),
    /** It said at its start that it cannot work. */
    CANT_INIT(6);

    private final int value;

    ExtensionStatus(int value) {
        this.value = value;
    }

    /** The value in FAX_PROVIDER_STATUS_ENUM. */
    public int value() {
        return value;
    }
}
