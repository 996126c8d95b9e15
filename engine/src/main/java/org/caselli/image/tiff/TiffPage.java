package org.caselli.image.tiff;

import java.util.Optional;
import org.caselli.image.Coding;
import org.caselli.image.Page;

/**
 * A page as it was read from a file.
 *
 * @param page        its dots, and of our resolutions the one nearest to the file's, judged by the lines
 * @param xDpi        dots per inch across as the file says, or 204 where it does not
 * @param yDpi        lines per inch down as the file says, or 196 where it does not. Where these two are far from those
 *                    of {@link Page#resolution()}, whoever sends the page should scale it first
 * @param coding      how it was coded; empty if not at all
 * @param damagedRows rows that could not be decoded and show the row above
 * @param missingRows rows that the file promises and does not have
 */
public record TiffPage(
        Page page, double xDpi, double yDpi, Optional<Coding> coding, int damagedRows, int missingRows) {}
