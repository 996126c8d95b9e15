package org.caselli.faxcomex;

/**
 * Gate to groups and rules. Server editions only.
 *
 * <p>Obtained from {@code FaxServer.OutboundRouting}.
 *
 * <p>none.
 */
public interface FaxOutboundRouting {
    /**
     * Collection of groups.
     *
     * <p>Right needed: QUERY_CONFIG. Errors: FAX_E_NOT_SUPPORTED_ON_THIS_SKU.
     */
    FaxOutboundRoutingGroups getGroups();

    /**
     * Collection of rules.
     *
     * <p>Right needed: QUERY_CONFIG. Errors: FAX_E_NOT_SUPPORTED_ON_THIS_SKU.
     */
    FaxOutboundRoutingRules getRules();
}
