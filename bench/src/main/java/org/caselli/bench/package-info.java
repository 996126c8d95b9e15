/**
 * How fast we are, and beside it, in the same run on the same input, how fast the others are. {@code bench/run} starts
 * any of them; {@code bench/README.md} says what each measures.
 */
@NullMarked
package org.caselli.bench;

import org.jspecify.annotations.NullMarked;
