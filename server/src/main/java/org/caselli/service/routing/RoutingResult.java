package org.caselli.service.routing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a routing method ended. */
public sealed interface RoutingResult {
    /**
     * It did its work.
     *
     * @param data    new data for methods that come later, by their GUIDs, for this fax only
     * @param added   files for methods that come later; the server takes copies, under their names
     * @param removed names of files that earlier methods have added and later ones shall not see; the fax itself stays
     */
    record Done(Map<String, byte[]> data, List<Path> added, Set<String> removed) implements RoutingResult {
        public Done {
            data = Map.copyOf(data);
            added = List.copyOf(added);
            removed = Set.copyOf(removed);
        }
    }

    /**
     * It failed, and would fail again.
     *
     * @param why a sentence for people, with what to do
     */
    record Failed(String why) implements RoutingResult {}

    /**
     * It failed, and may succeed later. It is tried again as often and after such delays as outgoing faxes are.
     *
     * @param why       a sentence for people
     * @param retryData given to it at the next try; perhaps empty
     */
    record TryAgain(String why, byte[] retryData) implements RoutingResult {}

    /** It did its work, and nothing changes for later methods. */
    static RoutingResult done() {
        return new Done(Map.of(), List.of(), Set.of());
    }

    /** It failed, and would fail again. */
    static RoutingResult failed(String why) {
        return new Failed(why);
    }

    /** It failed, and may succeed later. */
    static RoutingResult tryAgain(String why) {
        return new TryAgain(why, new byte[0]);
    }
}
