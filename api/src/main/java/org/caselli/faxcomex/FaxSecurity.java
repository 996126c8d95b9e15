package org.caselli.faxcomex;

import java.util.List;
import java.util.Set;

/**
 * Who may do what, in the rights of the first generation, {@link FAX_ACCESS_RIGHTS_ENUM}. From
 * {@link FaxServer#getSecurity()}. The same security as {@link FaxSecurity2} in older words; on Windows Vista and later
 * it only answers "not supported". A copy, read when first asked, which {@link #save()} writes.
 */
public interface FaxSecurity {
    /**
     * A self-relative SECURITY_DESCRIPTOR of Windows with the parts that {@link #getInformationType()} names; its
     * groups and accounts are those of the server, by identifiers that it has given them. A new array each time. Needs
     * {@code far2QUERY_CONFIG}.
     */
    byte[] getDescriptor();

    /** Sets it. {@link #save()} writes it. */
    void setDescriptor(byte[] value);

    /** The caller's own rights. A right to submit with high priority comes with the lower ones. Any account may ask. */
    Set<FAX_ACCESS_RIGHTS_ENUM> getGrantedRights();

    /**
     * Reads the rights again, and drops the descriptor with any change that was not saved; it is read again when it is
     * asked for. Any account may.
     */
    void refresh();

    /**
     * Writes the parts that {@link #getInformationType()} names. Needs {@code far2MANAGE_CONFIG} and
     * {@code far2QUERY_CONFIG}. Listeners are told by {@link FaxServerNotify#onSecurityConfigChange(FaxServer)}. Its
     * entries may only allow, and only groups and accounts of the server. Who takes his own rights away has saved that,
     * if somebody else can give them back.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_DATA if it is no such descriptor or says what cannot be,
     *     E_INVALIDARG if no part is named, ERROR_INVALID_OPERATION if nobody could administer the server any more,
     *     ERROR_REVISION_MISMATCH if somebody else has changed it since it was read
     */
    void save();

    /**
     * Which parts are read and written: owner 1, group 2, rights 4, audit 8, added up; 7 by default. Audit needs
     * {@code far2MANAGE_CONFIG} and is always empty.
     */
    int getInformationType();

    /** Sets it. Acts at the next read or {@link #save()}. */
    void setInformationType(int value);

    /** Whether the caller has all of these rights. Not in the original, where one has to try. */
    default boolean can(FAX_ACCESS_RIGHTS_ENUM... rights) {
        return getGrantedRights().containsAll(List.of(rights));
    }
}
