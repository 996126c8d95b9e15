package org.caselli.faxcomex;

/**
 * Gate to extensions and methods.
 *
 * <p>Obtained from {@code FaxServer.InboundRouting}.
 *
 * <p>none.
 */
public interface FaxInboundRouting {
    /**
     * Collection of registered inbound routing extensions.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    FaxInboundRoutingExtensions getExtensions();

    /**
     * Collection of all methods of all extensions, ordered by Priority (execution order).
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    FaxInboundRoutingMethods getMethods();
}
