package org.caselli.line;

import java.security.SecureRandom;

/** What call ids are made of. */
final class CallIds {
    static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    static final SecureRandom RANDOM = new SecureRandom();

    private CallIds() {}
}
