package org.caselli.client;

/**
 * Something that several people may change, as it was read.
 *
 * @param tag names its version; a change has to give it, and is refused with {@link CaselliException.Kind#CONFLICT} if
 *            somebody else has changed it since
 */
public record Tagged<T>(T value, String tag) {}
