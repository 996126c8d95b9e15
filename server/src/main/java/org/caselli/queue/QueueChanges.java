package org.caselli.queue;

import java.util.List;

/**
 * What has changed in the queue since somebody looked.
 *
 * @param mark  to ask with the next time
 * @param whole whether that cannot be told, and the list has to be read anew; then the rest is empty
 * @param jobs  those of the queue that are new or not as they were
 * @param gone  ids of jobs that are not in the queue any more
 */
public record QueueChanges(String mark, boolean whole, List<Job> jobs, List<String> gone) {}
