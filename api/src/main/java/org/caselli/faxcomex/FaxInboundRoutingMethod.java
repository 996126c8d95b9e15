package org.caselli.faxcomex;

/**
 * One routing method; only Priority is writable.
 *
 * <p>Obtained from {@code FaxInboundRoutingMethods.Item}.
 *
 * <p>local edit until Save; Refresh discards.
 */
public interface FaxInboundRoutingMethod {
    /**
     * Display name of the method.
     */
    String getName();

    /**
     * Identifier of the method (curly-braced).
     */
    String getGUID();

    /**
     * Exported function that implements it.
     */
    String getFunctionName();

    /**
     * Display name of the owning extension.
     */
    String getExtensionFriendlyName();

    /**
     * Module path of the owning extension.
     */
    String getExtensionImageName();

    /**
     * 1 = first … n. Should be unique; on Save the service re-sorts and breaks ties itself. A huge value (e.g.
     * 999999) means "last".
     *
     * <p>Right needed: QUERY_CONFIG to read and to set locally.
     */
    int getPriority();

    /**
     * Sets {@link #getPriority()}.
     */
    void setPriority(int value);

    /**
     * Reload; edits lost.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write priority.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG. Errors: unknown method: 0x8007000D.
     */
    void save();
}
