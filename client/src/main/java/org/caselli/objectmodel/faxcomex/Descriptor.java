package org.caselli.objectmodel.faxcomex;

import java.util.HexFormat;
import org.caselli.client.Access;
import org.caselli.client.Tagged;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Edited;
import org.caselli.objectmodel.Faults;
import org.jspecify.annotations.Nullable;

/** What both generations of security have: the server's descriptor, in the masks of one of them, and what the caller may do. */
class Descriptor {
    /** SECURITY_INFORMATION: owner 1, group 2, DACL 4, SACL 8. */
    private static final int OWNER_GROUP_DACL = 7;

    private static final HexFormat HEX = HexFormat.of();

    private static final int ALL_PARTS = 15;

    private final Connection connection;
    /** In hexadecimal, which is a value that can be compared. */
    private final Edited<String> octets;

    private volatile int information = OWNER_GROUP_DACL;
    private volatile Access.@Nullable Me granted;

    /** @param generation 1 or 2 */
    Descriptor(Connection connection, int generation) {
        this.connection = connection;
        this.octets = new Edited<>(
                () -> connection.ask(client -> hex(client.security().tagged(generation, parts()))), (now, tag) -> {
                    connection.tell(client -> client.security().write(HEX.parseHex(now), generation, parts(), tag));
                    return readAgain(now, generation);
                });
    }

    /** What is there after writing. Who has taken the right to read it from himself has saved it all the same. */
    private Tagged<String> readAgain(String written, int generation) {
        try {
            return connection.ask(client -> hex(client.security().tagged(generation, parts())));
        } catch (FaxException refused) {
            if (refused.error() != FaxError.E_ACCESSDENIED) {
                throw refused;
            }
            return new Tagged<>(written, Edited.NO_TAG);
        }
    }

    private static Tagged<String> hex(Tagged<byte[]> read) {
        return new Tagged<>(HEX.formatHex(read.value()), read.tag());
    }

    private int parts() {
        int parts = information & ALL_PARTS;
        if (parts == 0) {
            throw Faults.invalid(
                    "The information type " + information + " names no part of a security descriptor.",
                    "Give the sum of 1 (owner), 2 (group), 4 (DACL) and 8 (SACL); usually 7.");
        }
        return parts;
    }

    public byte[] getDescriptor() {
        return HEX.parseHex(octets.get());
    }

    public void setDescriptor(byte @Nullable [] value) {
        String given = value == null ? "" : HEX.formatHex(value);
        octets.set(before -> given);
    }

    Access.Me granted() {
        Access.Me present = granted;
        if (present == null) {
            present = connection.ask(client -> client.access().me());
            granted = present;
        }
        return present;
    }

    public void refresh() {
        granted = null;
        octets.forget();
        granted();
    }

    public void save() {
        octets.save();
        granted = null;
    }

    public int getInformationType() {
        return information;
    }

    public void setInformationType(int value) {
        information = value;
    }
}
