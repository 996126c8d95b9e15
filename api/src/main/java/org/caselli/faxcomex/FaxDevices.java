package org.caselli.faxcomex;

/**
 * The devices of all providers, as they were when {@link FaxServer#getDevices()} was called, in the order in which they
 * are tried for sending. Counts from 1.
 */
public interface FaxDevices extends Iterable<FaxDevice> {
    /**
     * The device at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxDevice getItem(int index);

    /** How many there are. */
    int getCount();

    /**
     * The device with this number.
     *
     * @param id {@link FaxDevice#getId()}
     * @throws org.caselli.fax.FaxException ERROR_BAD_UNIT if there is none
     */
    FaxDevice getItemById(int id);

    /**
     * The device with this name, whatever its case.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxDevice getItem(String name);
}
