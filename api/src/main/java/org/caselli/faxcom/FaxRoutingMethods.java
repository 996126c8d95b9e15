package org.caselli.faxcom;

/**
 * What may be done with faxes that one port receives, as it was when {@link FaxPort#getRoutingMethods()} was called, in
 * order of priority. The collection stays as it is. It counts from 1 and may be iterated over, which the original does
 * not promise.
 */
public interface FaxRoutingMethods extends Iterable<FaxRoutingMethod> {
    /** How many methods there are, enabled or not. */
    int getCount();

    /**
     * The method at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxRoutingMethod getItem(int index);
}
