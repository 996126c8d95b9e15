package org.caselli.faxcomex;

/** What offers routing methods, as it was when {@link FaxInboundRouting#getExtensions()} was called. Counts from 1. */
public interface FaxInboundRoutingExtensions extends Iterable<FaxInboundRoutingExtension> {
    /**
     * The extension at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxInboundRoutingExtension getItem(int index);

    /** How many there are. */
    int getCount();

    /**
     * The extension with this unique name.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxInboundRoutingExtension getItem(String name);
}
