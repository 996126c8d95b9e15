package org.caselli.queue;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The numbers of jobs, of both queues together: 1 and up, never given twice. They are for programs whose job ids are integers
 * of 32 bits, and for people, to whom they are shorter than ids.
 */
final class JobNumbers {
    private JobNumbers() {}

    /** The first of so many new numbers; the others follow it. Writers wait for each other, on one server and on several. */
    static int next(Handle handle, int count) {
        handle.execute("update job_number set last = last + ?", count);
        return handle.createQuery("select last from job_number")
                        .mapTo(Integer.class)
                        .one()
                - count
                + 1;
    }

    /** The id of the job in this table that has this number. */
    static Optional<String> find(Handle handle, String table, int number) {
        return handle.createQuery("select id from " + table + " where job_number = ?")
                .bind(0, number)
                .mapTo(String.class)
                .findOne();
    }

    /** The number that this text is, if it can be one of a job: ids have 16 digits, numbers at most ten. */
    static Optional<Integer> read(String text) {
        if (!text.matches("[1-9][0-9]{0,9}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number <= Integer.MAX_VALUE ? Optional.of((int) number) : Optional.empty();
    }
}
