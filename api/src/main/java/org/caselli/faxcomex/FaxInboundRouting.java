package org.caselli.faxcomex;

/** The way to what is done with received faxes. From {@link FaxServer#getInboundRouting()}; itself it holds nothing. */
public interface FaxInboundRouting {
    /**
     * What offers routing methods, as it is now, the built-in one first; also extensions that could not be loaded.
     * Needs {@code far2QUERY_CONFIG}.
     */
    FaxInboundRoutingExtensions getExtensions();

    /** All routing methods, as they are now, in the order in which they run. Needs {@code far2QUERY_CONFIG}. */
    FaxInboundRoutingMethods getMethods();
}
