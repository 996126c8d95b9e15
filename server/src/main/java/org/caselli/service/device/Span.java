package org.caselli.service.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that stand side by side and of which the same is to be told, as the channels of a trunk.
 *
 * @param first the first of them
 * @param count how many there are
 * @param keys  all of them in few words: {@code berlin-1}, {@code berlin-1 to berlin-30}
 */
public record Span<T>(T first, int count, String keys) {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]{1,9})");

    /**
     * Puts neighbours together whose keys are numbered one after the other.
     *
     * @param alike whether the same is to be told of both
     */
    public static <T> List<Span<T>> of(List<T> lines, Function<T, String> key, BiPredicate<T, T> alike) {
        List<Span<T>> spans = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= lines.size(); i++) {
            if (i < lines.size()
                    && follows(key.apply(lines.get(i - 1)), key.apply(lines.get(i)))
                    && alike.test(lines.get(from), lines.get(i))) {
                continue;
            }
            spans.add(new Span<>(
                    lines.get(from), i - from, named(key.apply(lines.get(from)), key.apply(lines.get(i - 1)))));
            from = i;
        }
        return spans;
    }

    private static boolean follows(String one, String next) {
        Matcher before = NUMBERED.matcher(one);
        Matcher after = NUMBERED.matcher(next);
        return before.matches()
                && after.matches()
                && before.group(1).equals(after.group(1))
                && Integer.parseInt(after.group(2)) - Integer.parseInt(before.group(2)) == 1;
    }

    private static String named(String first, String last) {
        return first.equals(last) ? first : first + " to " + last;
    }
}
