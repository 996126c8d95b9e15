package org.caselli.faxcomex;

/**
 * Collection of FaxInboundRoutingExtension.
 *
 * <p>Obtained from {@code FaxInboundRouting.GetExtensions}.
 *
 * <p>snapshot.
 */
public interface FaxInboundRoutingExtensions extends Iterable<FaxInboundRoutingExtension> {
    /**
     * 1-based index in VARIANT.
     */
    FaxInboundRoutingExtension getItem(int index);

    /**
     * Number of extensions.
     */
    int getCount();

    /**
     * The one with this unique name.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxInboundRoutingExtension getItem(String name);
}
