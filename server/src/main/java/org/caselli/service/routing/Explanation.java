package org.caselli.service.routing;

import java.util.List;
import java.util.Optional;

/**
 * Why a number goes over which line: a trial run, nothing is dialled.
 *
 * @param choice  how the number was read, the rules that were looked at, and the devices in order
 * @param lines   these devices as they are now, in the same order
 * @param taken   the device that would be taken at this moment; empty where a job would wait
 * @param verdict all of it in a sentence
 */
public record Explanation(Choice choice, List<Line> lines, Optional<String> taken, String verdict) {
    /**
     * A device that may carry the number.
     *
     * @param free whether it would be taken at this moment, if those before it were not
     * @param why  a sentence
     */
    public record Line(RoutableDevice device, boolean free, String why) {}
}
