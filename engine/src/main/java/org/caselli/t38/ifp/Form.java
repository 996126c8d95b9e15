package org.caselli.t38.ifp;

/**
 * The two forms of the ASN.1 syntax (T.38 Annex A). The first edition left out the extension mark of field-type; the
 * edition of 2002 has it, which adds a bit to every field. T38FaxVersion says which one is spoken.
 */
public enum Form {
    /** T38FaxVersion 0 and 1. */
    OF_1998,
    /** T38FaxVersion 2 and later. */
    OF_2002;

    /** The form that this T38FaxVersion has. */
    public static Form ofVersion(int version) {
        return version < 2 ? OF_1998 : OF_2002;
    }
}
