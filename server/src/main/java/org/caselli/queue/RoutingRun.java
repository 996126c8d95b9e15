package org.caselli.queue;

import java.util.List;

/**
 * A round of routing that this node has claimed: the job, and the steps as they were then.
 *
 * @param fence number of the claim; once another node has claimed the job, nothing more is written under this one
 */
public record RoutingRun(IncomingJob job, List<RoutingStep> steps, int fence) {
    public RoutingRun {
        steps = List.copyOf(steps);
    }

    /** The steps that are still to be done, in order. */
    public List<RoutingStep> open() {
        return steps.stream().filter(step -> step.state().isOpen()).toList();
    }
}
