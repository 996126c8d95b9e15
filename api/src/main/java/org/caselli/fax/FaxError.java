package org.caselli.fax;

/**
 * The documented errors of the Windows Fax Service, under their names and with their numbers (HRESULT): those of its own
 * (facility ITF, Fax Error Codes), those of the operating system that its documents name, and those of remote procedure
 * calls for a server that cannot be asked.
 */
public enum FaxError {
    /** The server has no memory left for this. */
    FAX_E_SRV_OUTOFMEMORY(0x80041B59),
    /** There is no outbound group of this name. */
    FAX_E_GROUP_NOT_FOUND(0x80041B5A),
    /** The group has no device that can send, or not this device, or no such place. */
    FAX_E_BAD_GROUP_CONFIGURATION(0x80041B5B),
    /** A rule still leads to this group. */
    FAX_E_GROUP_IN_USE(0x80041B5C),
    /** There is no outbound rule for this country and area. */
    FAX_E_RULE_NOT_FOUND(0x80041B5D),
    /** The folder lies on a file system without access control. Never raised here. */
    FAX_E_NOT_NTFS(0x80041B5E),
    /** The folder is used by another archive or by the queue. */
    FAX_E_DIRECTORY_IN_USE(0x80041B5F),
    /** The server may not use this file or folder. */
    FAX_E_FILE_ACCESS_DENIED(0x80041B60),
    /** There is no job or message of this id, or it is not to be seen. */
    FAX_E_MESSAGE_NOT_FOUND(0x80041B61),
    /** Too many active devices for the edition. Never raised here, as there are no editions. */
    FAX_E_DEVICE_NUM_LIMIT_EXCEEDED(0x80041B62),
    /** The edition has no such feature. Never raised here, as there are no editions. */
    FAX_E_NOT_SUPPORTED_ON_THIS_SKU(0x80041B63),
    /** The server is older than the program's client, and does not have what it was asked for. */
    FAX_E_VERSION_MISMATCH(0x80041B64),
    /** Too many recipients in one submission. */
    FAX_E_RECIPIENTS_LIMIT(0x80041B65),

    /** Something went wrong that no other number stands for; the sentence says what. */
    E_FAIL(0x80004005),
    /** No implementation of the objects is on the class path. */
    REGDB_E_CLASSNOTREG(0x80040154),
    /** The file, extension property or account is not there. */
    ERROR_FILE_NOT_FOUND(0x80070002),
    /** A right is missing, or the credentials are. */
    E_ACCESSDENIED(0x80070005),
    /** The object is not connected, or no longer. */
    E_HANDLE(0x80070006),
    /** The content cannot be made sense of: a body, a cover page, a security descriptor, a routing method's GUID. */
    ERROR_INVALID_DATA(0x8007000D),
    /** There is no memory left on this machine. Never raised here, where it is an OutOfMemoryError. */
    E_OUTOFMEMORY(0x8007000E),
    /** The outgoing queue is blocked. */
    ERROR_WRITE_PROTECT(0x80070013),
    /** There is no device of this id. */
    ERROR_BAD_UNIT(0x80070014),
    /** A file could not be written. */
    ERROR_WRITE_FAULT(0x8007001D),
    /** The server does not do this. */
    ERROR_NOT_SUPPORTED(0x80070032),
    /** There is a group of this name already. */
    ERROR_DUP_NAME(0x80070034),
    /** An argument is out of its range, or of a wrong form; also ERROR_INVALID_PARAMETER. */
    E_INVALIDARG(0x80070057),
    /** A text is too long. */
    ERROR_BUFFER_OVERFLOW(0x8007006F),
    /** There is one already. */
    ERROR_ALREADY_EXISTS(0x800700B7),
    /** The list is at its end. */
    ERROR_NO_MORE_ITEMS(0x80070103),
    /** Somebody else has changed the same thing since it was read: refresh it, and change it again. Not in the original. */
    ERROR_REVISION_MISMATCH(0x8007051A),
    /** What the server keeps of its settings cannot be read. Never raised here: a server that cannot read them does not start. */
    ERROR_REGISTRY_CORRUPT(0x800703F7),
    /** A routing method lacks its configuration. */
    ERROR_BAD_CONFIGURATION(0x8007064A),
    /** Receipts of this kind are not allowed. */
    ERROR_UNSUPPORTED_TYPE(0x8007065E),
    /** No server answers there. */
    RPC_S_SERVER_UNAVAILABLE(0x800706BA),
    /** The server met an error of its own, or what answers is not a fax server. */
    RPC_S_CALL_FAILED(0x800706BE),
    /** The device is sending or receiving just now. */
    ERROR_DEVICE_IN_USE(0x80070964),
    /** The state of the job or of the thing forbids it. */
    ERROR_INVALID_OPERATION(0x800710DD);

    private final int code;

    FaxError(int code) {
        this.code = code;
    }

    /** The number, an HRESULT: negative as an int, such as 0x80041B5A. */
    public int code() {
        return code;
    }
}
