package org.caselli.faxcomex;

import java.util.Set;

/**
 * Delivery receipt configuration.
 *
 * <p>Obtained from {@code FaxServer.ReceiptOptions}.
 *
 * <p>Save writes; Refresh reloads.
 */
public interface FaxReceiptOptions {
    /**
     * SMTP authentication: anonymous, basic, NTLM.
     *
     * <p>Right needed: QUERY_CONFIG; Save MANAGE_CONFIG. Errors: out of range E_INVALIDARG.
     */
    FAX_SMTP_AUTHENTICATION_TYPE_ENUM getAuthenticationType();

    /**
     * Sets {@link #getAuthenticationType()}.
     */
    void setAuthenticationType(FAX_SMTP_AUTHENTICATION_TYPE_ENUM value);

    /**
     * Server name.
     *
     * <p>Right needed: same.
     */
    String getSMTPServer();

    /**
     * Sets {@link #getSMTPServer()}.
     */
    void setSMTPServer(String value);

    /**
     * Port number.
     *
     * <p>Right needed: same.
     */
    int getSMTPPort();

    /**
     * Sets {@link #getSMTPPort()}.
     */
    void setSMTPPort(int value);

    /**
     * From address of receipt mails.
     *
     * <p>Right needed: same.
     */
    String getSMTPSender();

    /**
     * Sets {@link #getSMTPSender()}.
     */
    void setSMTPSender(String value);

    /**
     * User for authenticated mode.
     *
     * <p>Right needed: same.
     */
    String getSMTPUser();

    /**
     * Sets {@link #getSMTPUser()}.
     */
    void setSMTPUser(String value);

    /**
     * Bits of FAX_RECEIPT_TYPE_ENUM clients may request.
     *
     * <p>Right needed: same. Errors: unknown bits E_INVALIDARG; message box unsupported 0x80070032.
     */
    Set<FAX_RECEIPT_TYPE_ENUM> getAllowedReceipts();

    /**
     * Sets {@link #getAllowedReceipts()}.
     */
    void setAllowedReceipts(Set<FAX_RECEIPT_TYPE_ENUM> value);

    /**
     * Password.
     *
     * <p>Right needed: same. Errors: wire: mail allowed + UseForInboundRouting False + password given =
     * E_INVALIDARG (odd, §21).
     */
    String getSMTPPassword();

    /**
     * Sets {@link #getSMTPPassword()}.
     */
    void setSMTPPassword(String value);

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write; fires OnReceiptOptionsChange.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG. Errors: FAX_E_NOT_SUPPORTED_ON_THIS_SKU on client editions
     * when frtMAIL is allowed or UseForInboundRouting is True.
     */
    void save();

    /**
     * True = the built-in "route by e-mail" method uses these SMTP settings; False = that method is disabled.
     *
     * <p>Right needed: same.
     */
    boolean isUseForInboundRouting();

    /**
     * Sets {@link #isUseForInboundRouting()}.
     */
    void setUseForInboundRouting(boolean value);
}
