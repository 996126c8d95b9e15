package org.caselli.objectmodel;

import java.util.Iterator;
import java.util.List;

/** A collection as it was when it was asked for; counts from 1. */
public abstract class Items<T> implements Iterable<T> {
    private final List<T> items;

    protected Items(List<? extends T> items) {
        this.items = List.copyOf(items);
    }

    public int getCount() {
        return items.size();
    }

    /** The one at this place. E_INVALIDARG if there is none. */
    public T getItem(int index) {
        return items.get(Faults.place(index, items.size()));
    }

    @Override
    public Iterator<T> iterator() {
        return items.iterator();
    }
}
