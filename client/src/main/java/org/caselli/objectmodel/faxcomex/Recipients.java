package org.caselli.objectmodel.faxcomex;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.caselli.faxcomex.FaxRecipient;
import org.caselli.faxcomex.FaxRecipients;
import org.caselli.objectmodel.Faults;
import org.jspecify.annotations.Nullable;

/** The recipients of a document; of all collections the only one that lives here alone, and changes. */
final class Recipients implements FaxRecipients {
    private final List<FaxRecipient> recipients = new ArrayList<>();

    @Override
    public synchronized FaxRecipient getItem(int index) {
        return recipients.get(Faults.place(index, recipients.size()));
    }

    @Override
    public synchronized int getCount() {
        return recipients.size();
    }

    @Override
    public synchronized FaxRecipient add(@Nullable String faxNumber, @Nullable String recipientName) {
        var added = new Recipient(faxNumber, recipientName);
        recipients.add(added);
        return added;
    }

    @Override
    public synchronized void remove(int index) {
        recipients.remove(Faults.place(index, recipients.size()));
    }

    /** Those that there are now. */
    synchronized List<FaxRecipient> all() {
        return List.copyOf(recipients);
    }

    /** Over those that there are now, so that a program may remove them meanwhile. */
    @Override
    public Iterator<FaxRecipient> iterator() {
        return Collections.unmodifiableList(all()).iterator();
    }
}
