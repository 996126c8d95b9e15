package org.caselli.client;

import io.avaje.jsonb.Json;
import java.util.List;

/** Who may do what, as one thing: the documented security descriptor of the server. */
public final class Security {
    private static final String SECURITY = "/access/security";

    /**
     * What an account or a group has been given itself.
     *
     * @param kind            group or account
     * @param sid             how descriptors name it
     * @param bits            of FAX_ACCESS_RIGHTS_ENUM_2
     * @param firstGeneration of FAX_ACCESS_RIGHTS_ENUM
     */
    @Json
    public record Entry(String kind, String name, String sid, List<String> rights, int bits, int firstGeneration) {}

    /** All groups and accounts. */
    @Json
    public record Descriptor(List<Entry> entries) {}

    /** Rights that somebody shall have. */
    @Json
    public record Grant(String kind, String name, List<String> rights) {}

    @Json
    record Grants(List<Grant> entries) {}

    private final CaselliClient client;

    Security(CaselliClient client) {
        this.client = client;
    }

    public Tagged<Descriptor> read() {
        return client.getTagged(SECURITY, Descriptor.class);
    }

    /** Gives everybody these rights and nobody any others. The tag is that of {@link #read}, or {@code *}. */
    public Descriptor write(List<Grant> grants, String tag) {
        return client.put(SECURITY, new Grants(grants), tag, Descriptor.class);
    }

    /**
     * The self-relative SECURITY_DESCRIPTOR.
     *
     * @param generation  of the masks: 1 or 2
     * @param information the parts: 1 owner, 2 group, 4 DACL, 8 SACL, together
     */
    public byte[] octets(int generation, int information) {
        return client.bytes(path(generation, information));
    }

    /** The same, and the tag to change it with. */
    public Tagged<byte[]> tagged(int generation, int information) {
        return client.taggedBytes(path(generation, information));
    }

    /** Takes a self-relative SECURITY_DESCRIPTOR, or those parts of it. The tag is that of {@link #tagged}. */
    public Descriptor write(byte[] octets, int generation, int information, String tag) {
        return client.putBytes(
                path(generation, information), octets, "application/octet-stream", tag, Descriptor.class);
    }

    /** Takes a self-relative SECURITY_DESCRIPTOR, or those parts of it, whatever is there. */
    public Descriptor write(byte[] octets, int generation, int information) {
        return client.putBytes(path(generation, information), octets, "application/octet-stream", Descriptor.class);
    }

    private static String path(int generation, int information) {
        return SECURITY + "/descriptor?generation=" + generation + "&information=" + information;
    }
}
