package org.caselli.objectmodel.faxcomex;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;

/** How what the server tells of jobs is called in the documents. */
final class JobFacts {
    private JobFacts() {}

    /** The documented code; PROPRIETARY for a number that the documents do not have. */
    static FAX_JOB_EXTENDED_STATUS_ENUM extended(int number) {
        for (FAX_JOB_EXTENDED_STATUS_ENUM one : FAX_JOB_EXTENDED_STATUS_ENUM.values()) {
            if (one.value() == number) {
                return one;
            }
        }
        return FAX_JOB_EXTENDED_STATUS_ENUM.fjesPROPRIETARY;
    }

    /** Few of the possible sets ever occur, and a program that watches a queue asks thousands of times a second. */
    private static final Map<Integer, Set<FAX_JOB_STATUS_ENUM>> STATUS = new ConcurrentHashMap<>();

    private static final Map<List<String>, Set<FAX_JOB_OPERATIONS_ENUM>> OPERATIONS = new ConcurrentHashMap<>();

    /** The documented states whose bits these are. */
    static Set<FAX_JOB_STATUS_ENUM> status(int bits) {
        return STATUS.computeIfAbsent(bits, any -> Collections.unmodifiableSet(FAX_JOB_STATUS_ENUM.of(bits)));
    }

    /** The documented names of what the server says may be done; what is ours alone is left out. */
    static Set<FAX_JOB_OPERATIONS_ENUM> operations(List<String> names) {
        return OPERATIONS.computeIfAbsent(List.copyOf(names), JobFacts::documented);
    }

    private static Set<FAX_JOB_OPERATIONS_ENUM> documented(List<String> names) {
        var operations = EnumSet.noneOf(FAX_JOB_OPERATIONS_ENUM.class);
        for (FAX_JOB_OPERATIONS_ENUM one : FAX_JOB_OPERATIONS_ENUM.values()) {
            if (names.contains(one.name().substring("fjo".length()).toLowerCase(Locale.ROOT))) {
                operations.add(one);
            }
        }
        return Collections.unmodifiableSet(operations);
    }
}
