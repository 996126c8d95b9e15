package org.caselli.line;

/**
 * What became of foreign code at the start of the server, a device provider or a routing extension:
 * FAX_PROVIDER_STATUS_ENUM, by which the documents tell of both.
 */
public enum ProviderStatus {
    /** It works. */
    SUCCESS(0),
    /** The server itself failed while it loaded the code. */
    SERVER_ERROR(1),
    /** It is registered under something that is no GUID, or a method of it has none of its own. */
    BAD_GUID(2),
    /** It was made for another version of the interface, or registered with another one. */
    BAD_VERSION(3),
    /** Its jar is not there or cannot be read. */
    CANT_LOAD(4),
    /** Its jar lacks what it should have: the door, a class, a registered method; or has classes for a newer Java. */
    CANT_LINK(5),
    /** It failed when it was made or opened, or has hung since. */
    CANT_INIT(6);

    private final int value;

    ProviderStatus(int value) {
        this.value = value;
    }

    /** The documented InitErrorCode where nothing better is known: a Windows error code that comes near; 0 if it works. */
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
