package org.caselli.faxcomex;

/**
 * Ordered collection of FaxInboundRoutingMethod; position = execution order.
 *
 * <p>Obtained from {@code FaxInboundRouting.GetMethods}.
 *
 * <p>snapshot; re-get after a priority change.
 */
public interface FaxInboundRoutingMethods extends Iterable<FaxInboundRoutingMethod> {
    /**
     * 1-based index in VARIANT.
     */
    FaxInboundRoutingMethod getItem(int index);

    /**
     * Number of methods.
     */
    int getCount();

    /**
     * The one with this GUID.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxInboundRoutingMethod getItem(String name);
}
