package org.caselli.service.routing;

import java.util.List;
import java.util.Optional;

/**
 * Which devices may carry a fax to a number, and why these.
 *
 * @param reading how the number was understood
 * @param steps   the rules that were looked at, in that order; none for numbers to which rules do not apply
 * @param devices those that can send, in the order in which they are tried; whether one is free now is asked elsewhere
 * @param keys    the same, only those of this server, by their names
 */
public record Choice(Reading reading, List<Step> steps, List<RoutableDevice> devices, List<String> keys) {
    /**
     * A rule that was looked at.
     *
     * @param rule  its key
     * @param found the rule, if there is one
     * @param taken whether it decides
     * @param why   a sentence
     */
    public record Step(RuleKey rule, Optional<OutboundRule> found, boolean taken, String why) {}

    /** The rule that decided. */
    public Optional<OutboundRule> rule() {
        return steps.stream().filter(Step::taken).findFirst().flatMap(Step::found);
    }
}
