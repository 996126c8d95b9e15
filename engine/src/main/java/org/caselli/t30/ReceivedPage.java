package org.caselli.t30;

import org.caselli.image.Page;

/**
 * A page as it came in.
 *
 * @param number       1 for the first of the call
 * @param page         its dots; damaged rows are replaced by the last good one
 * @param damagedRows  rows that could not be decoded; 0 with error correction
 * @param complete     false if the call broke off within it, if its sender gave up repairing it (EOR), or if it is longer
 *                     than any page that is taken
 */
public record ReceivedPage(int number, Page page, int damagedRows, boolean complete) {}
