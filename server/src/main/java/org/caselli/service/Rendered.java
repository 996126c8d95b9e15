package org.caselli.service;

/**
 * The fax pages of some files.
 *
 * @param blob  a TIFF file of T.6 code, without header lines
 * @param pages how many
 * @param size  of the TIFF file, in octets
 */
record Rendered(String blob, int pages, long size) {}
