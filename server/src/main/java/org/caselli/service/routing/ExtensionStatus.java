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

    /** The documented InitErrorCode: a Windows error code that comes near; 0 if it works. As those of device providers. */
    public int errorCode() {
        return switch (this) {
            case SUCCESS -> 0;
            case SERVER_ERROR, CANT_INIT -> 0x80004005; // E_FAIL
            case BAD_GUID -> 0x80070057; // E_INVALIDARG
            case BAD_VERSION -> 1150; // ERROR_OLD_WIN_VERSION
            case CANT_LOAD -> 126; // ERROR_MOD_NOT_FOUND
            case CANT_LINK -> 127; // ERROR_PROC_NOT_FOUND
        };
    }

    /** The value in FAX_PROVIDER_STATUS_ENUM. */
    public int value() {
        return value;
    }
}
