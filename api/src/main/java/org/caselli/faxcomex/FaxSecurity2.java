package org.caselli.faxcomex;

import java.util.Set;

/**
 * Generation-2 security descriptor (Vista+).
 *
 * <p>Obtained from {@code FaxServer.Security2}.
 *
 * <p>as IFaxSecurity.
 */
public interface FaxSecurity2 {
    /**
     * As IFaxSecurity; ACE masks use FAX_ACCESS_RIGHTS_ENUM_2.
     *
     * <p>Right needed: read 2:QUERY_CONFIG or 2:MANAGE_CONFIG; write 2:MANAGE_CONFIG.
     */
    byte[] getDescriptor();

    /**
     * Sets {@link #getDescriptor()}.
     */
    void setDescriptor(byte[] value);

    /**
     * Bits of FAX_ACCESS_RIGHTS_ENUM_2 held by the caller.
     *
     * <p>Right needed: 2:QUERY_CONFIG.
     */
    Set<FAX_ACCESS_RIGHTS_ENUM_2> getGrantedRights();

    /**
     * Reload.
     *
     * <p>Right needed: 2:QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write; fires OnSecurityConfigChange.
     *
     * <p>Right needed: 2:MANAGE_CONFIG and 2:QUERY_CONFIG. Errors: no known bit in InformationType E_INVALIDARG.
     */
    void save();

    /**
     * As IFaxSecurity, default 7.
     */
    int getInformationType();

    /**
     * Sets {@link #getInformationType()}.
     */
    void setInformationType(int value);

    /** Whether the caller has all of these rights. Not in the original, where one has to try. */
    default boolean can(FAX_ACCESS_RIGHTS_ENUM_2... rights) {
        return getGrantedRights().containsAll(Set.of(rights));
    }
}
