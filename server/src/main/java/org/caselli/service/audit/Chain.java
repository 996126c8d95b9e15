package org.caselli.service.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A walk along the chain, entry by entry, that stops at the first place which is not as it was written. */
final class Chain {
    /** What is known of an entry from elsewhere, and what to say if it is another one. */
    private record Known(Verification.Head head, String otherwise) {
        boolean differs(AuditEntry entry) {
            return head.sequence() == entry.sequence() && !head.hash().equals(entry.hash());
        }
    }

    private final Optional<Verification.Head> seal;
    private final Optional<Verification.Head> noted;
    private final boolean fromTheBeginning;
    private final List<Known> known = new ArrayList<>();
    private String beforeFirst = AuditEntry.NONE;
    private long first;
    private long entries;
    private Verification.Head last = Verification.Head.START;

    private Chain(Optional<Verification.Head> seal, Optional<Verification.Head> noted, boolean fromTheBeginning) {
        this.seal = seal;
        this.noted = noted;
        this.fromTheBeginning = fromTheBeginning;
        seal.ifPresent(head -> known.add(new Known(head, "is not the one that the age limit's cut names.")));
        noted.ifPresent(head -> known.add(new Known(head, "is not the one that was noted.")));
    }

    /**
     * The whole chain.
     *
     * @param seal  the entry up to which the age limit has deleted, as the newest cut tells; empty if none has
     * @param noted what somebody has noted of the chain
     * @param head  what the server has noted of its newest entry
     */
    static Chain whole(Optional<Verification.Head> seal, Optional<Verification.Head> noted, Verification.Head head) {
        var chain = new Chain(seal, noted, true);
        chain.known.add(new Known(head, "is not the one that the server wrote last."));
        return chain;
    }

    /** Some part of the chain that begins anywhere. */
    static Chain part(Optional<Verification.Head> noted) {
        return new Chain(Optional.empty(), noted, false);
    }

    /** What is wrong with the entry that comes next. */
    Optional<Verification.Broken> follow(AuditEntry entry) {
        Optional<Verification.Broken> broken = entries == 0 ? begins(entry) : continues(entry);
        if (broken.isEmpty() && !entry.computedHash().equals(entry.hash())) {
            broken = broken(
                    entry.sequence(), "What entry " + entry.sequence() + " says is not what its hash was made of.");
        }
        if (broken.isEmpty()) {
            broken = known.stream()
                    .filter(each -> each.differs(entry))
                    .findFirst()
                    .flatMap(each -> broken(entry.sequence(), "Entry " + entry.sequence() + " " + each.otherwise()));
        }
        if (broken.isEmpty()) {
            if (entries == 0) {
                first = entry.sequence();
                beforeFirst = entry.previous();
            }
            entries++;
            last = new Verification.Head(entry.sequence(), entry.hash());
        }
        return broken;
    }

    private Optional<Verification.Broken> begins(AuditEntry entry) {
        if (entry.sequence() < 1) {
            return broken(entry.sequence(), "No entry has the number " + entry.sequence() + ".");
        }
        long sealed = seal.map(Verification.Head::sequence).orElse(0L);
        // What is before the seal is about to be deleted, so it does not matter how much of it is left.
        if (fromTheBeginning && entry.sequence() - 1 > sealed) {
            return missing(sealed + 1, entry.sequence() - 1);
        }
        if (entry.sequence() == 1) {
            return entry.previous().equals(AuditEntry.NONE) ? Optional.empty() : wrongBefore(entry);
        }
        return seal.filter(head ->
                        head.sequence() == entry.sequence() - 1 && !head.hash().equals(entry.previous()))
                .flatMap(_ -> wrongBefore(entry));
    }

    private Optional<Verification.Broken> continues(AuditEntry entry) {
        long next = last.sequence() + 1;
        if (entry.sequence() > next) {
            return missing(next, entry.sequence() - 1);
        }
        if (entry.sequence() < next) {
            return broken(next, "Where entry " + next + " should be, there is entry " + entry.sequence() + ".");
        }
        return last.hash().equals(entry.previous()) ? Optional.empty() : wrongBefore(entry);
    }

    private static Optional<Verification.Broken> wrongBefore(AuditEntry entry) {
        return broken(
                entry.sequence(),
                "Entry " + entry.sequence() + " was not written after the entry that now stands before it.");
    }

    private static Optional<Verification.Broken> missing(long from, long to) {
        return broken(
                from,
                from == to ? "Entry " + from + " is missing." : "Entries " + from + " to " + to + " are missing.");
    }

    private static Optional<Verification.Broken> broken(long sequence, String why) {
        return Optional.of(new Verification.Broken(sequence, why));
    }

    /** The walk is over: there are no more entries. What is known must have been among them. */
    Verification end() {
        for (Known each : known) {
            long sequence = each.head().sequence();
            if (sequence > last.sequence()) {
                return with(missing(last.sequence() + 1, sequence));
            }
        }
        return with(noted.filter(head -> head.sequence() < first).flatMap(this::beforeFirst));
    }

    /** Of what is before the first entry, only the very last one's hash is known. */
    private Optional<Verification.Broken> beforeFirst(Verification.Head head) {
        if (head.sequence() < first - 1) {
            return broken(head.sequence(), "Entry " + head.sequence() + ", which was noted, is not among these.");
        }
        return head.hash().equals(beforeFirst)
                ? Optional.empty()
                : broken(head.sequence(), "Entry " + head.sequence() + " was not the one that was noted.");
    }

    /** The walk is over for this reason. */
    Verification with(Optional<Verification.Broken> broken) {
        return new Verification(first, entries, last, broken);
    }
}
