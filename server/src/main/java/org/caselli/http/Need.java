package org.caselli.http;

import io.javalin.security.RouteRole;
import java.util.Set;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;

/**
 * What a route needs of its caller: said where the route is added, checked before its handler. A route that says several
 * needs all of them. What depends on whose fax it is, the service decides; such a route says {@link #ANY_RIGHT}.
 */
enum Need implements RouteRole {
    /** Nothing: answered to everybody, without a token. */
    NOTHING,
    /** To be known, even if one may do nothing. */
    IDENTITY,
    /** To have any right at all (faxcomex.md §6.2, rule 4). */
    ANY_RIGHT,
    /** A right to submit; which one, the priority decides. */
    SUBMIT_LOW,
    QUERY_OUT_JOBS,
    QUERY_CONFIG,
    MANAGE_CONFIG,
    QUERY_ARCHIVES,
    MANAGE_ARCHIVES,
    MANAGE_RECEIVE_FOLDER;

    /**
     * Refuses a caller who has not what is needed.
     *
     * @throws org.caselli.service.Refusal of kind FORBIDDEN that names the missing right
     */
    void check(Caller caller) {
        switch (this) {
            case NOTHING, IDENTITY -> {}
            case ANY_RIGHT -> caller.requireAny(Set.of(Right.values()));
            default -> caller.require(Right.valueOf(name()));
        }
    }
}
