package org.caselli.objectmodel;

import org.caselli.client.CaselliException;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/** Which documented error a server's refusal is. */
public final class Faults {
    private Faults() {}

    /**
     * What the server says in its own words, under the documented number.
     *
     * @param missing what it is if the server knows no such thing and names no error itself
     */
    public static FaxException of(CaselliException refused, FaxError missing) {
        return new FaxException(error(refused, missing), refused.detail(), remedy(refused), refused);
    }

    /** What a program of the objects can do; which header a request should have had says nothing to it. */
    private static String remedy(CaselliException refused) {
        return refused.remedy().contains("Authorization:")
                ? "Give the right one: by FaxCredentials, CASELLI_TOKEN, or client.properties in .caselli of your home."
                : refused.remedy();
    }

    private static FaxError error(CaselliException refused, FaxError missing) {
        for (FaxError one : FaxError.values()) {
            if (one.name().equals(refused.code())) {
                return one;
            }
        }
        return switch (refused.kind()) {
            case UNREACHABLE -> FaxError.RPC_S_SERVER_UNAVAILABLE;
            case UNAUTHORIZED, FORBIDDEN -> FaxError.E_ACCESSDENIED;
            case DOCUMENT_REFUSED -> FaxError.ERROR_INVALID_DATA;
            case NOT_FOUND -> missing;
            case CONFLICT ->
                refused.status() == 412 ? FaxError.ERROR_REVISION_MISMATCH : FaxError.ERROR_INVALID_OPERATION;
            case INVALID -> FaxError.E_INVALIDARG;
            case SERVER_ERROR -> FaxError.RPC_S_CALL_FAILED;
        };
    }

    /**
     * The argument is wrong.
     *
     * @param what   which one, and what it is
     * @param remedy what it may be
     */
    public static FaxException invalid(String what, String remedy) {
        return new FaxException(FaxError.E_INVALIDARG, what, remedy);
    }

    /** The place in a collection that counts from 1. */
    public static int place(int index, int count) {
        if (index < 1 || index > count) {
            throw invalid(
                    "There is no item " + index + ": the collection has " + count + ".",
                    "Indexes count from 1 to the number of items.");
        }
        return index - 1;
    }

    /** A collection has nothing of this name. */
    public static FaxException unnamed(String kind, String name) {
        return invalid(
                "There is no " + kind + " \"" + name + "\".",
                "Look at the collection; upper and lower case are alike.");
    }

    /** The name of an extension property must be something; whether it is a GUID, the server sees. */
    public static String guid(@Nullable String guid) {
        if (guid == null || guid.isEmpty() || guid.indexOf(0) >= 0) {
            throw invalid(
                    "The extension property has no GUID.",
                    "Give one in braces, such as {0f3f9f91-c838-415e-a4f3-3e828ca445e0}.");
        }
        return guid;
    }

    /** The id of a job or message that may be there; what can be none is not found as any other. */
    public static String requireId(@Nullable String id) {
        if (id == null || id.isBlank() || id.matches("\\.+")) {
            throw new FaxException(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    "\"" + Words.text(id) + "\" is not the id of a job or message.",
                    "Give one that a submission, an event or a list has told.");
        }
        return id;
    }

    /** An extension property must be something. */
    public static void requireOctets(byte @Nullable [] property) {
        if (property == null) {
            throw invalid("The extension property is null.", "Give at least one octet.");
        }
    }
}
