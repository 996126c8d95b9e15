package org.caselli.service.access;

import org.jdbi.v3.core.Handle;

/** Is told who comes and goes, and who tries to. */
public interface SignInWitness {
    /**
     * A session has begun, in this transaction.
     *
     * @param way {@code password}, {@code ldap} or {@code oidc}
     */
    void begun(Handle handle, Caller who, String way);

    /** The present caller has ended his session, in this transaction. */
    void ended(Handle handle);

    /**
     * Somebody was not let in. Does not wait.
     *
     * @param name    that he gave; perhaps empty
     * @param way     that he tried
     * @param tooMany whether nobody has even looked, for there were too many attempts before
     */
    void refused(String address, String name, String way, boolean tooMany);
}
