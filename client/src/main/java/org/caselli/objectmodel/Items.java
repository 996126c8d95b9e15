package org.caselli.objectmodel;

import java.util.Iterator;
import java.util.List;

/** A collection as it was when it was asked for, with what was added and removed through it; counts from 1. */
public abstract class Items<T> implements Iterable<T> {
    private volatile List<T> items;

    protected Items(List<? extends T> items) {
        this.items = List.copyOf(items);
    }

    /** After an item was added or removed through this collection. */
    protected final void renew(List<? extends T> present) {
        items = List.copyOf(present);
    }

    /** All of them at this moment. */
    protected final List<T> items() {
        return items;
    }

    public int getCount() {
        return items.size();
    }

    /** The one at this place. E_INVALIDARG if there is none. */
    public T getItem(int index) {
        List<T> present = items;
        return present.get(Faults.place(index, present.size()));
    }

    @Override
    public Iterator<T> iterator() {
        return items.iterator();
    }
}
