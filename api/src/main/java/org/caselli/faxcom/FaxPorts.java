package org.caselli.faxcom;

/**
 * The ports of a server as they were when {@link FaxServer#getPorts()} was called: one for each device, virtual ones
 * included. The collection stays as it is; ask the server for a new one. It counts from 1 and may be iterated over,
 * which the original does not promise.
 */
public interface FaxPorts extends Iterable<FaxPort> {
    /** How many ports there are. */
    int getCount();

    /**
     * The port at this place.
     *
     * @param index 1 to {@link #getCount()}
     * @throws org.caselli.fax.FaxException E_INVALIDARG if there is no such place
     */
    FaxPort getItem(int index);
}
