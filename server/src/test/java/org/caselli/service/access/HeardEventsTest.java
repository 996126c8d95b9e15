package org.caselli.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caselli.service.access.Right.MANAGE_CONFIG;
import static org.caselli.service.access.Right.MANAGE_RECEIVE_FOLDER;
import static org.caselli.service.access.Right.QUERY_ARCHIVES;
import static org.caselli.service.access.Right.QUERY_CONFIG;
import static org.caselli.service.access.Right.QUERY_OUT_JOBS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caselli.queue.EventClass;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Refusal;
import org.junit.jupiter.api.Test;

/** Every event against every right, as faxcomex.md §6.4 and §15.2 have it for servers of the second generation of rights. */
class HeardEventsTest {
    private static final String OWN = "a1";
    private static final String ANOTHERS = "b2";
    private static final String NOBODYS = "";

    /** Who hears of a class that is about nobody's things, beside those named by {@link #ofAll}. */
    private static final Set<EventClass> EVERYBODY = Set.of(EventClass.QUEUE_STATE, EventClass.SERVER);

    /** Only with one of these rights; received faxes and what comes in also where faxes are public. */
    private static final Map<EventClass, Set<Right>> ONLY_WITH = new EnumMap<>(Map.of(
            EventClass.CONFIG, Set.of(QUERY_CONFIG, MANAGE_CONFIG),
            EventClass.DEVICE_STATUS, Set.of(QUERY_CONFIG, MANAGE_CONFIG),
            EventClass.ACTIVITY, Set.of(QUERY_CONFIG, MANAGE_CONFIG),
            EventClass.IN_QUEUE, Set.of(MANAGE_RECEIVE_FOLDER),
            EventClass.INCOMING_CALL, Set.of(MANAGE_RECEIVE_FOLDER)));

    private static boolean expected(EventClass kind, String owner, Right held, boolean publicFaxes) {
        return switch (kind) {
            case QUEUE_STATE, SERVER -> true;
            case CONFIG, DEVICE_STATUS, ACTIVITY -> ONLY_WITH.get(kind).contains(held);
            case IN_QUEUE, INCOMING_CALL -> publicFaxes || ONLY_WITH.get(kind).contains(held);
            case OUT_QUEUE -> owner.equals(OWN) || held == QUERY_OUT_JOBS;
            case OUT_ARCHIVE -> owner.equals(OWN) || held == QUERY_ARCHIVES;
            case IN_ARCHIVE ->
                owner.equals(OWN)
                        || held == QUERY_ARCHIVES
                        || (owner.equals(NOBODYS) && (publicFaxes || held == MANAGE_RECEIVE_FOLDER));
        };
    }

    @Test
    void every_event_is_heard_by_who_may_and_by_nobody_else() {
        var wrong = new ArrayList<String>();
        int asked = 0;
        for (boolean publicFaxes : new boolean[] {true, false}) {
            var visibility = new Visibility(() -> publicFaxes);
            for (Right held : Right.values()) {
                var caller = new Caller(OWN, "ann", Set.of(held));
                for (ServerEvent.Kind kind : ServerEvent.Kind.values()) {
                    for (String owner : List.of(OWN, ANOTHERS, NOBODYS)) {
                        var event = new ServerEvent(1, Instant.EPOCH, kind, "subject", Map.of(), owner);
                        boolean heard = caller.call(() -> visibility.hearing().test(event));
                        asked++;
                        if (heard != expected(kind.eventClass(), owner, held, publicFaxes)) {
                            wrong.add((heard ? "heard: " : "not heard: ") + kind + " of \"" + owner + "\" with " + held
                                    + (publicFaxes ? ", public" : ", private"));
                        }
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(1000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void who_has_no_right_at_all_hears_of_nothing_that_is_anothers_or_nobodys() {
        for (boolean publicFaxes : new boolean[] {true, false}) {
            var visibility = new Visibility(() -> publicFaxes);
            var nobody = new Caller("", "nobody", Set.of());
            for (ServerEvent.Kind kind : ServerEvent.Kind.values()) {
                if (EVERYBODY.contains(kind.eventClass())) {
                    continue; // and the route itself wants some right
                }
                for (String owner : List.of(ANOTHERS, NOBODYS)) {
                    var event = new ServerEvent(1, Instant.EPOCH, kind, "subject", Map.of(), owner);
                    assertThat((boolean) nobody.call(() -> visibility.hearing().test(event)))
                            .as("%s of \"%s\"", kind, owner)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void a_class_that_one_may_not_listen_to_is_refused_with_the_name_of_the_right() {
        for (boolean publicFaxes : new boolean[] {true, false}) {
            var visibility = new Visibility(() -> publicFaxes);
            for (Right held : Right.values()) {
                var caller = new Caller(OWN, "ann", Set.of(held));
                for (EventClass kind : EventClass.values()) {
                    boolean may = expected(kind, OWN, held, publicFaxes);
                    if (may) {
                        assertThatCode(() -> listen(caller, visibility, kind))
                                .as("%s with %s", kind, held)
                                .doesNotThrowAnyException();
                    } else {
                        assertThatThrownBy(() -> listen(caller, visibility, kind))
                                .as("%s with %s", kind, held)
                                .isInstanceOfSatisfying(
                                        Refusal.class,
                                        refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN))
                                .hasMessageContaining(
                                        ONLY_WITH.get(kind).contains(QUERY_CONFIG)
                                                ? "QUERY_CONFIG"
                                                : "MANAGE_RECEIVE_FOLDER");
                    }
                }
            }
        }
    }

    private static void listen(Caller caller, Visibility visibility, EventClass kind) {
        caller.call(() -> {
            visibility.requireHear(kind);
            return true;
        });
    }
}
