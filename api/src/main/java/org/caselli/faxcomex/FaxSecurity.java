package org.caselli.faxcomex;

import java.util.Set;

/**
 * Generation-1 security descriptor.
 *
 * <p>Obtained from {@code FaxServer.Security}.
 *
 * <p>Descriptor cached; Save writes the parts named by InformationType. v3 servers refuse the underlying calls.
 */
public interface FaxSecurity {
    /**
     * VARIANT VT_ARRAY+VT_UI1: self-relative SECURITY_DESCRIPTOR.
     *
     * <p>Right needed: QUERY_CONFIG (wire: READ_CONTROL).
     */
    byte[] getDescriptor();

    /**
     * Sets {@link #getDescriptor()}.
     */
    void setDescriptor(byte[] value);

    /**
     * Rights of the caller, bits of FAX_ACCESS_RIGHTS_ENUM. High submit implies normal and low; normal implies
     * low.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    Set<FAX_ACCESS_RIGHTS_ENUM> getGrantedRights();

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write; fires OnSecurityConfigChange.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG (wire: WRITE_OWNER / WRITE_DAC / ACCESS_SYSTEM_SECURITY by
     * part). Errors: bad descriptor 0x8007000D.
     */
    void save();

    /**
     * SECURITY_INFORMATION bits: owner 1, group 2, DACL 4, SACL 8. Default owner+group+DACL (7). Set before
     * reading Descriptor or saving.
     */
    int getInformationType();

    /**
     * Sets {@link #getInformationType()}.
     */
    void setInformationType(int value);

    /** Whether the caller has all of these rights. Not in the original, where one has to try. */
    default boolean can(FAX_ACCESS_RIGHTS_ENUM... rights) {
        return getGrantedRights().containsAll(Set.of(rights));
    }
}
