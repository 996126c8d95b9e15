package org.caselli.service.trunk;

import java.util.Optional;

/**
 * What is to be changed of a trunk, or how a new one is to be.
 *
 * @param form           what is left out stays
 * @param node           the only server that opens it; empty string for each; nothing for as it was
 * @param password       ours towards the far end; an empty one takes it away; nothing for as it was
 * @param callerPassword the far end's towards us; likewise
 */
public record TrunkChange(
        TrunkForm form, Optional<String> node, Optional<String> password, Optional<String> callerPassword) {
    /** Without the passwords. */
    @Override
    public String toString() {
        return "TrunkChange[form=" + form + ", node=" + node + "]";
    }
}
