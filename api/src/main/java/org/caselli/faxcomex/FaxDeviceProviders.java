package org.caselli.faxcomex;

/**
 * What offers devices, as it was when {@link FaxServer#getDeviceProviders()} was called: the built-in providers, and
 * those of plug-ins, also the ones that could not be loaded. Counts from 1.
 */
public interface FaxDeviceProviders extends Iterable<FaxDeviceProvider> {
    /**
     * The provider at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxDeviceProvider getItem(int index);

    /** How many there are. */
    int getCount();

    /**
     * The provider with this unique name.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxDeviceProvider getItem(String name);
}
