package org.caselli.image;

/**
 * How finely a fax page is scanned. Millimetres are what T.4 (clause 2) and T.30 prescribe; dots per inch are what TIFF
 * files and people say.
 */
public enum Resolution {
    /** 8 dots/mm across, 3.85 lines/mm down: 204 x 98 dpi. Every fax machine has it. */
    STANDARD(8, 3.85, 204, 98),
    /** 8 dots/mm across, 7.7 lines/mm down: 204 x 196 dpi. Almost every fax machine has it. */
    FINE(8, 7.7, 204, 196),
    /** 8 dots/mm across, 15.4 lines/mm down: 204 x 391 dpi. */
    SUPERFINE(8, 15.4, 204, 391);

    private final double dotsPerMm;
    private final double linesPerMm;
    private final int xDpi;
    private final int yDpi;

    Resolution(double dotsPerMm, double linesPerMm, int xDpi, int yDpi) {
        this.dotsPerMm = dotsPerMm;
        this.linesPerMm = linesPerMm;
        this.xDpi = xDpi;
        this.yDpi = yDpi;
    }

    /** Picture elements per millimetre across the page. */
    public double dotsPerMm() {
        return dotsPerMm;
    }

    /** Scan lines per millimetre down the page. */
    public double linesPerMm() {
        return linesPerMm;
    }

    /** Dots per inch across, as TIFF class F writes it. */
    public int xDpi() {
        return xDpi;
    }

    /** Lines per inch down, as TIFF class F writes it. */
    public int yDpi() {
        return yDpi;
    }

    /**
     * The one whose lines are nearest to these, by their ratio: 150 dpi is {@link #FINE}, 300 is {@link #SUPERFINE}.
     *
     * @param linesPerInch more than 0
     */
    public static Resolution nearest(double linesPerInch) {
        Resolution nearest = STANDARD;
        for (Resolution candidate : values()) {
            if (Math.abs(Math.log(linesPerInch / candidate.yDpi)) < Math.abs(Math.log(linesPerInch / nearest.yDpi))) {
                nearest = candidate;
            }
        }
        return nearest;
    }
}
