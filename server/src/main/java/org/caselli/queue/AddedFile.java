package org.caselli.queue;

/**
 * A file that a routing method has added for those that come after it.
 *
 * @param name a plain file name, unique among the files of the job
 * @param blob of its content
 */
public record AddedFile(String name, String blob) {}
