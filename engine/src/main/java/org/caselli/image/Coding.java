package org.caselli.image;

/** How a page is coded on the line and in a file. */
public enum Coding {
    /** T.4 one-dimensional, Modified Huffman. Every fax machine has it. */
    MH,
    /** T.4 two-dimensional, Modified READ, with a one-dimensional line at least every K lines. */
    MR,
    /** T.6, Modified Modified READ. On the line only with error correction (T.30 Annex A). */
    MMR
}
