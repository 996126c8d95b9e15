package org.caselli.objectmodel;

import java.util.Locale;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/** How documented values stand in the REST interface: {@code fdrmAUTO_ANSWER} as {@code auto_answer}. */
public final class Words {
    private Words() {}

    /** The word of an enum's constant: without its prefix, in lower case. */
    public static String word(@Nullable Enum<?> constant) {
        return given(constant).name().replaceFirst("^[a-z]+2?", "").toLowerCase(Locale.ROOT);
    }

    /** A constant that a program gives. E_INVALIDARG if it is null. */
    public static <E extends Enum<?>> E given(@Nullable E constant) {
        if (constant == null) {
            throw Faults.invalid("The value is null.", "Give one of the constants.");
        }
        return constant;
    }

    /** The constant of this word. RPC_S_CALL_FAILED if it has none: the server is newer. */
    public static <E extends Enum<E>> E of(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        throw new FaxException(
                FaxError.RPC_S_CALL_FAILED,
                "The server says \"" + word + "\", for which " + type.getSimpleName() + " has no constant.",
                "Use a client of the server's version.");
    }

    /** A text that a program gives; null is empty. */
    public static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
