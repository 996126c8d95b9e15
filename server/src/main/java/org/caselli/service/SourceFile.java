package org.caselli.service;

/**
 * A file to be faxed.
 *
 * @param name    its file name, for people and for its kind where the content does not tell ("letter.pdf")
 * @param content where its octets are
 */
public record SourceFile(String name, Content content) {
    /** Where the octets of a file are. */
    public sealed interface Content {
        /** In memory; not to be changed afterwards. */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Octets(byte[] octets) implements Content {}

        /** Stored already, by {@link Uploads#keep}. */
        record Stored(String blob, long size) implements Content {}

        /** A document that was uploaded before, by its id. */
        record Document(String id) implements Content {}
    }

    public SourceFile {
        if (name.isBlank()) {
            throw new Refusal(Refusal.Kind.INVALID, "A file has no name.", "Give the file's name, such as letter.pdf.");
        }
    }

    /** A file in memory. */
    public SourceFile(String name, byte[] content) {
        this(name, new Content.Octets(content));
    }

    /** A document that was uploaded before. */
    public static SourceFile document(String id) {
        return new SourceFile("document " + id, new Content.Document(id));
    }
}
