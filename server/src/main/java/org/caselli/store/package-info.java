/**
 * The data directory: one SQLite database with its migrations, and blobs named by their SHA-256. Knows how to keep things,
 * not what they mean: a table's statements live with its owner ({@code queue}, {@code service}).
 * Enter by {@link org.caselli.store.Store}.
 */
@NullMarked
package org.caselli.store;

import org.jspecify.annotations.NullMarked;
