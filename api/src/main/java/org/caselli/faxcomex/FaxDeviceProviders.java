package org.caselli.faxcomex;

/**
 * Collection of FaxDeviceProvider.
 *
 * <p>Obtained from {@code FaxServer.GetDeviceProviders}.
 *
 * <p>snapshot taken by the call; no Refresh. Registration is done on FaxServer, not here.
 */
public interface FaxDeviceProviders extends Iterable<FaxDeviceProvider> {
    /**
     * 1-based index in a VARIANT. Docs mark it read/write, header has a getter only. String keys: not documented
     * for this collection.
     *
     * <p>Errors: index out of range: not documented (§20.4).
     */
    FaxDeviceProvider getItem(int index);

    /**
     * Number of providers.
     */
    int getCount();

    /**
     * The one with this unique or friendly name.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxDeviceProvider getItem(String name);
}
