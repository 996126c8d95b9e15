package org.caselli.service.access;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Remembers who came and went, a line for each. */
final class Visitors implements SignInWitness {
    final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void begun(Handle handle, Caller who, String way) {
        lines.add(who.name() + " came by " + way);
    }

    @Override
    public synchronized void ended(Handle handle) {
        lines.add(Caller.current().name() + " went");
    }

    @Override
    public synchronized void refused(String address, String name, String way, boolean tooMany) {
        lines.add(address + " was refused as " + (name.isEmpty() ? "somebody" : name) + " by " + way
                + (tooMany ? ", too often" : ""));
    }
}
