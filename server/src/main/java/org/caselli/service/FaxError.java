package org.caselli.service;

/**
 * Errors that the documents of the Fax Service name, with their numbers, so that a door that promises these codes can say
 * exactly them. A {@link Refusal} carries one where the documents name one.
 */
public enum FaxError {
    // Of the fax service itself (facility ITF)
    FAX_E_SRV_OUTOFMEMORY(0x80041B59),
    FAX_E_GROUP_NOT_FOUND(0x80041B5A),
    FAX_E_BAD_GROUP_CONFIGURATION(0x80041B5B),
    FAX_E_GROUP_IN_USE(0x80041B5C),
    FAX_E_RULE_NOT_FOUND(0x80041B5D),
    FAX_E_NOT_NTFS(0x80041B5E),
    FAX_E_DIRECTORY_IN_USE(0x80041B5F),
    FAX_E_FILE_ACCESS_DENIED(0x80041B60),
    FAX_E_MESSAGE_NOT_FOUND(0x80041B61),
    FAX_E_DEVICE_NUM_LIMIT_EXCEEDED(0x80041B62),
    FAX_E_NOT_SUPPORTED_ON_THIS_SKU(0x80041B63),
    FAX_E_VERSION_MISMATCH(0x80041B64),
    FAX_E_RECIPIENTS_LIMIT(0x80041B65),
    // Of Windows (facility WIN32)
    ERROR_FILE_NOT_FOUND(0x80070002),
    E_ACCESSDENIED(0x80070005),
    ERROR_INVALID_DATA(0x8007000D),
    ERROR_WRITE_PROTECT(0x80070013),
    ERROR_BAD_UNIT(0x80070014),
    ERROR_NOT_SUPPORTED(0x80070032),
    ERROR_DUP_NAME(0x80070034),
    E_INVALIDARG(0x80070057),
    ERROR_BUFFER_OVERFLOW(0x8007006F),
    ERROR_ALREADY_EXISTS(0x800700B7),
    ERROR_NO_MORE_ITEMS(0x80070103),
    ERROR_REGISTRY_CORRUPT(0x800703F7),
    ERROR_BAD_CONFIGURATION(0x8007064A),
    ERROR_UNSUPPORTED_TYPE(0x8007065E),
    ERROR_INVALID_OPERATION(0x800710DD);

    private final int hresult;

    FaxError(int hresult) {
        this.hresult = hresult;
    }

    /** The HRESULT, such as 0x80041B5A. */
    public int hresult() {
        return hresult;
    }
}
