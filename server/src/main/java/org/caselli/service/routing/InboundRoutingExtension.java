package org.caselli.service.routing;

import java.util.List;
import java.util.Optional;

/**
 * A program of somebody else that does something with received faxes: it offers one or more <em>methods</em>, which
 * administrators switch on for devices and put into an order.
 *
 * <p>The server finds an extension with {@link java.util.ServiceLoader}: put a jar into the plug-in folder that has a public
 * class with a public constructor without arguments, and its name in
 * {@code META-INF/services/org.caselli.service.routing.InboundRoutingExtension}. It is loaded at the start of the server, by
 * a class loader of its own. {@code examples/inbound-routing-extension} is a whole one.
 *
 * <p>Whatever an extension throws is the failure of its method alone, with the exception's text; a call that takes too long
 * is interrupted and has failed. Every call may come on another thread, and several at the same time.
 */
public interface InboundRoutingExtension extends AutoCloseable {
    /** The version of this interface. */
    int API_VERSION = 1;

    /** {@link #API_VERSION} as it was when the extension was compiled: {@code return API_VERSION;}. */
    int apiVersion();

    /** Its stable name, 1 to 253 characters, unlike that of any other extension: {@code com.example.filing}. */
    String uniqueName();

    /** For people, 1 to 253 characters. */
    String friendlyName();

    /** Its version; by default 1.0.0.0. */
    default Version version() {
        return new Version(1, 0, 0, 0);
    }

    /** What it offers: one method or more, the same ones at each call. */
    List<Method> methods();

    /**
     * Called once, before anything is routed.
     *
     * @throws Exception if it cannot work; the text is shown to administrators, and its methods fail
     */
    default void open() throws Exception {}

    /**
     * Whether a method can work with this data. Asked before an administrator's data is taken, and before a method is
     * switched on.
     *
     * @param guid of the method, in braces and lower case
     * @param data its configuration; empty if nothing was configured
     * @return what is wrong with it, as a sentence; empty if nothing is
     */
    default Optional<String> complaint(String guid, byte[] data) {
        return Optional.empty();
    }

    /**
     * Does what the method is for with a received fax. It may be called again for the same fax if the server died before it
     * wrote down that the method had ended: then {@link RoutingRequest#again()} is true.
     *
     * @throws Exception if it failed for good; the exception's text is shown
     */
    RoutingResult route(RoutingRequest request) throws Exception;

    /** The server stops. */
    @Override
    default void close() {}

    /**
     * One thing that an extension does with a fax.
     *
     * @param guid         {@code {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}}, unique for ever
     * @param name         for people
     * @param functionName which function of the extension it is; for people who look for it in the program
     */
    record Method(String guid, String name, String functionName) {}

    /** A version of four numbers, each 0 or more. */
    record Version(int major, int minor, int build, int minorBuild) {
        public Version {
            if (major < 0 || minor < 0 || build < 0 || minorBuild < 0) {
                throw new IllegalArgumentException("A version has no negative number.");
            }
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + build + "." + minorBuild;
        }
    }
}
