package org.caselli.service;

import java.util.List;
import java.util.Optional;
import org.caselli.queue.Attempt;
import org.caselli.queue.Job;

/**
 * A job with all that belongs to it.
 *
 * @param attempts all attempts ever, the first one first
 * @param live     how far the attempt on the line has come, if there is one
 */
public record JobDetail(Job job, Submission submission, List<Attempt> attempts, Optional<LiveProgress> live) {
    public JobDetail {
        attempts = List.copyOf(attempts);
    }
}
