package org.caselli.service;

/**
 * A file to be faxed.
 *
 * @param name    its file name, for people and for its kind where the content does not tell ("letter.pdf")
 * @param content its octets; not to be changed afterwards
 */
public record SourceFile(String name, byte[] content) {
    public SourceFile {
        if (name.isBlank()) {
            throw new Refusal(Refusal.Kind.INVALID, "A file has no name.", "Give the file's name, such as letter.pdf.");
        }
    }

    @Override
    public String toString() {
        return name + ", " + content.length + " octets";
    }
}
