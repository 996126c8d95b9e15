package org.caselli.service.archive;

/**
 * How much an archive has.
 *
 * @param octets of the TIFF files of all messages; those of one submission to many share theirs on the disk, and count
 *               each all the same
 */
public record Totals(long messages, long octets, long pages, long unread) {}
