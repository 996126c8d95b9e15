package org.caselli.faxcomex;

import java.util.Set;

/**
 * How the server sends mail, and which receipts may be asked for. From {@link FaxServer#getReceiptOptions()}. A copy,
 * read when first asked, which {@link #save()} writes. Reading needs {@code far2QUERY_CONFIG}. What the server has
 * besides (TLS, tokens, sizes) is set by its own settings and left alone here.
 */
public interface FaxReceiptOptions {
    /**
     * How the server makes itself known to the mail server; anonymous by default. Where the server's own settings say
     * OAuth 2.0, for which there is no word here, this says basic, and saving leaves it unless it was set here.
     */
    FAX_SMTP_AUTHENTICATION_TYPE_ENUM getAuthenticationType();

    /** Sets it. {@link #save()} writes it; NTLM, which is not spoken here, is E_INVALIDARG then. */
    void setAuthenticationType(FAX_SMTP_AUTHENTICATION_TYPE_ENUM value);

    /** The mail server's name or address; empty for no mail, the default. */
    String getSMTPServer();

    /** Sets {@link #getSMTPServer()}. {@link #save()} writes it. */
    void setSMTPServer(String value);

    /** Its port, 1 to 65535; 25 by default. */
    int getSMTPPort();

    /** Sets {@link #getSMTPPort()}: 1 to 65535. {@link #save()} writes it. */
    void setSMTPPort(int value);

    /** The address that mails come from. */
    String getSMTPSender();

    /** Sets {@link #getSMTPSender()}. {@link #save()} writes it. */
    void setSMTPSender(String value);

    /** The user, for {@link FAX_SMTP_AUTHENTICATION_TYPE_ENUM#fsatBASIC}. */
    String getSMTPUser();

    /** Sets {@link #getSMTPUser()}. {@link #save()} writes it. */
    void setSMTPUser(String value);

    /**
     * Which receipts may be asked for: mail, which is the default, or none (the empty set). Without a mail server they
     * are refused all the same.
     */
    Set<FAX_RECEIPT_TYPE_ENUM> getAllowedReceipts();

    /**
     * Sets them. {@link #save()} writes them, and refuses {@link FAX_RECEIPT_TYPE_ENUM#frtMSGBOX}, as every Windows
     * since Vista.
     */
    void setAllowedReceipts(Set<FAX_RECEIPT_TYPE_ENUM> value);

    /** Always empty but for what was set since: the server shows its password to nobody. */
    String getSMTPPassword();

    /** Sets the password. {@link #save()} writes it; without this the old one stays. */
    void setSMTPPassword(String value);

    /** Reads them again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}. */
    void refresh();

    /**
     * Writes all of them in one step. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}. Listeners are told
     * by {@link FaxServerNotify#onReceiptOptionsChange(FaxServer)}. On Windows desktop editions mail is refused with
     * FAX_E_NOT_SUPPORTED_ON_THIS_SKU; here never.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if a value is out of range, for NTLM, or for a mail server
     *     without a sender; ERROR_NOT_SUPPORTED for message boxes, ERROR_REVISION_MISMATCH if somebody else has changed
     *     one of them since they were read. Nothing is saved then
     */
    void save();

    /** Whether received faxes may be routed by mail, with these settings; false by default. */
    boolean isUseForInboundRouting();

    /** Sets {@link #isUseForInboundRouting()}. {@link #save()} writes it. */
    void setUseForInboundRouting(boolean value);
}
