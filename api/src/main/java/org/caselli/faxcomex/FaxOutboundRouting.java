package org.caselli.faxcomex;

/**
 * The way to groups and rules of outbound routing, which say over which devices a number is called. From
 * {@link FaxServer#getOutboundRouting()}; itself it holds nothing. On Windows server editions only, here everywhere.
 */
public interface FaxOutboundRouting {
    /** The groups of devices, as they are now. Needs {@code far2QUERY_CONFIG}. */
    FaxOutboundRoutingGroups getGroups();

    /** The rules, as they are now. Needs {@code far2QUERY_CONFIG}. */
    FaxOutboundRoutingRules getRules();
}
