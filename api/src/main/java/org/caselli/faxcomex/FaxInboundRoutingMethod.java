package org.caselli.faxcomex;

/**
 * One thing that can be done with received faxes, such as to store them in a folder. From
 * {@link FaxInboundRoutingMethods}. Which devices use it tells {@link FaxDevice#getUsedRoutingMethods()}; here its
 * place among the others can be changed.
 */
public interface FaxInboundRoutingMethod {
    /** Its name for people. */
    String getName();

    /** Its identity, in braces. Those of the three that Windows has (mail, folder, print) are the same here. */
    String getGUID();

    /** The name of what does it within its extension. */
    String getFunctionName();

    /** The name of its extension, for people. */
    String getExtensionFriendlyName();

    /** Where its extension's code comes from. */
    String getExtensionImageName();

    /** Its place: 1 runs first. */
    int getPriority();

    /**
     * Sets its place. {@link #save()} writes it; the others make room. A number that is too high means the last place;
     * after saving it is the place that it really has.
     */
    void setPriority(int value);

    /**
     * Reads it again; a change that was not saved is lost. Needs {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException ERROR_INVALID_DATA if there is no such method any more
     */
    void refresh();

    /**
     * Writes the place. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}.
     *
     * @throws org.caselli.fax.FaxException E_INVALIDARG for a place below 1, ERROR_INVALID_DATA if there is no such
     *     method any more, ERROR_REVISION_MISMATCH if somebody else has changed it since it was read
     */
    void save();
}
