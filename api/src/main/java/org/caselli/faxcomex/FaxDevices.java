package org.caselli.faxcomex;

/**
 * Collection of FaxDevice; membership cannot be edited.
 *
 * <p>Obtained from {@code FaxServer.GetDevices}.
 *
 * <p>snapshot at the call.
 */
public interface FaxDevices extends Iterable<FaxDevice> {
    /**
     * By 1-based index, or (per the collection guide) by device name string.
     *
     * <p>Errors: not found: undocumented.
     */
    FaxDevice getItem(int index);

    /**
     * Number of devices.
     */
    int getCount();

    /**
     * Device with the given unique id.
     *
     * <p>Errors: unknown id: 0x80070014 (ERROR_BAD_UNIT) on the wire.
     */
    FaxDevice getItemById(int id);

    /**
     * The one with this name.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is none
     */
    FaxDevice getItem(String name);
}
