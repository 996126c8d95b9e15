package org.caselli.faxcomex;

/**
 * All routing methods, as they were when {@link FaxInboundRouting#getMethods()} was called, in the order in which they
 * run. Ask again after a priority was saved. Counts from 1.
 */
public interface FaxInboundRoutingMethods extends Iterable<FaxInboundRoutingMethod> {
    /**
     * The method at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxInboundRoutingMethod getItem(int index);

    /** How many there are. */
    int getCount();

    /**
     * The method with this GUID, or else the first of this name, whatever its case.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxInboundRoutingMethod getItem(String name);
}
