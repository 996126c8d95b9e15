package org.caselli.service.archive;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caselli.service.Refusal;

/**
 * The words by which a message is found, and what a search means in them. Cut and folded here, so that both databases find
 * the same: in lower case, without accents, everything that is neither letter nor digit a gap.
 *
 * <p>A number has words for each of its beginnings ({@code ^4930}) and each of its ends ({@code 5678$}), so that a part of
 * it is found as fast as all of it, however many numbers begin so. Words of the sender stand a second time as {@code @name},
 * the line as {@code #device}; {@code !partial} marks what did not arrive whole, {@code !unread} what nobody has read.
 */
final class Words {
    static final String PARTIAL = "!partial";
    static final String UNREAD = "!unread";

    /** Ours: nobody searches for one digit. */
    private static final int SHORTEST = 2;

    /** E.164 has numbers of 15 digits; prefixes for dialling abroad come on top. */
    private static final int LONGEST = 20;

    /** Ours: where somebody gives a national number with its 0, so many digits behind it are needed to say whose it is. */
    private static final int TELLING = 6;

    private static final int LONGEST_WORD = 40;
    private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NUMBER = Pattern.compile("[+]?[0-9][0-9 ()/.\\-]*");

    /** In a search a number may have blanks only if it begins as numbers do; other digits with blanks are several words. */
    private static final Pattern TERM = Pattern.compile("(?:(?<=^|\\s)[+0][0-9 ()/.\\-]*[0-9](?=$|\\s))|\\S+");

    /** One of several ways to meet a condition: all these words, the last one perhaps only a beginning. */
    record Way(List<String> words, boolean open) {}

    /** A condition: one of these ways. */
    record Term(List<Way> ways) {}

    private final Set<String> words = new TreeSet<>();

    private Words() {}

    static Set<String> of(ReceivedFax fax) {
        var all = new Words();
        for (String number : List.of(
                fax.callerId(),
                fax.calledNumber(),
                fax.senderNumber(),
                fax.facts().farId())) {
            all.number(number);
        }
        all.text(fax.subject());
        all.text(fax.csid());
        for (String sender : List.of(fax.senderName(), fax.facts().farId(), fax.senderNumber(), fax.callerId())) {
            all.sender(sender);
        }
        all.words.add(device(fax.device()));
        if (!fax.complete()) {
            all.words.add(PARTIAL);
        }
        if (!fax.read()) {
            all.words.add(UNREAD);
        }
        return all.words;
    }

    static Set<String> of(SentFax fax) {
        var all = new Words();
        all.number(fax.number());
        all.number(fax.facts().farId());
        for (String text : List.of(fax.recipientName(), fax.subject(), fax.documentName())) {
            all.text(text);
        }
        for (String sender : List.of(fax.senderName(), fax.senderId(), fax.senderNumber(), fax.tsid())) {
            all.sender(sender);
        }
        all.words.add(device(fax.device()));
        if (!fax.read()) {
            all.words.add(UNREAD);
        }
        return all.words;
    }

    private void text(String text) {
        words.addAll(cut(text));
    }

    private void sender(String text) {
        text(text);
        cut(text).forEach(word -> words.add("@" + word));
        String digits = digits(text);
        if (digits.length() >= SHORTEST) {
            words.add("@" + shortened(digits));
        }
    }

    private void number(String text) {
        text(text);
        // Of a SIP address only the user is a number; the digits of its host are none.
        int host = text.indexOf('@');
        Matcher matcher = NUMBER.matcher(host < 0 ? text : text.substring(0, host));
        while (matcher.find()) {
            String digits = digits(matcher.group());
            if (digits.startsWith("00")) {
                beginnings(digits.substring(2));
            }
            beginnings(digits);
            for (int length = SHORTEST; length <= Math.min(LONGEST, digits.length()); length++) {
                words.add(digits.substring(digits.length() - length) + "$");
            }
        }
    }

    private void beginnings(String digits) {
        for (int length = SHORTEST; length <= Math.min(LONGEST, digits.length()); length++) {
            words.add("^" + digits.substring(0, length));
        }
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }

    private static List<String> cut(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss");
        var cut = new ArrayList<String>();
        for (String word : GAP.split(folded)) {
            if (!word.isEmpty()) {
                cut.add(shortened(word));
            }
        }
        return cut;
    }

    private static String shortened(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST_WORD
                ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST_WORD));
    }

    static String device(String name) {
        return "#" + String.join("", cut(name)); // the column tells names apart that have the same letters
    }

    /** What a filter asks of the words; nothing if it does not ask anything of them. */
    static List<Term> of(Filter filter) {
        var terms = new LinkedHashSet<Term>();
        if (!filter.search().isEmpty()) {
            terms.addAll(search(filter.search()));
        }
        if (!filter.number().isEmpty()) {
            List<Way> ways = ways(filter.number());
            if (ways.isEmpty()) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        "\"" + filter.number() + "\" is no part of a number.",
                        "Give two or more of its first or last digits.");
            }
            terms.add(new Term(ways));
        }
        if (!filter.sender().isEmpty()) {
            List<String> senders = NUMBER.matcher(filter.sender()).matches()
                    ? List.of(shortened(digits(filter.sender())))
                    : cut(filter.sender());
            if (senders.isEmpty()) {
                throw new Refusal(
                        Refusal.Kind.INVALID, "The sender \"" + filter.sender() + "\" has no word.", "Give a name.");
            }
            senders.forEach(word -> terms.add(new Term(List.of(new Way(List.of("@" + word), false)))));
        }
        if (!filter.device().isEmpty()) {
            terms.add(new Term(List.of(new Way(List.of(device(filter.device())), false))));
        }
        if (filter.complete().isPresent() && !filter.complete().get()) {
            terms.add(new Term(List.of(new Way(List.of(PARTIAL), false))));
        }
        // Alone it is no search: the table has an index of those that are unread.
        if (!terms.isEmpty() && filter.read().isPresent() && !filter.read().get()) {
            terms.add(new Term(List.of(new Way(List.of(UNREAD), false))));
        }
        return List.copyOf(terms);
    }

    private static List<Term> search(String text) {
        var terms = new ArrayList<Term>();
        Matcher matcher = TERM.matcher(text);
        while (matcher.find()) {
            String term = matcher.group();
            var ways = new ArrayList<Way>();
            if (NUMBER.matcher(term).matches()) {
                ways.addAll(ways(term));
            }
            List<String> words = cut(term);
            if (!words.isEmpty() && !term.startsWith("+")) {
                ways.add(new Way(words, term.endsWith("*")));
            }
            if (!ways.isEmpty()) {
                terms.add(new Term(List.copyOf(ways)));
            }
        }
        if (terms.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "\"" + text + "\" has no word to search for.",
                    "Give words, or two or more digits of a number.");
        }
        return terms;
    }

    /** How a part of a number may stand in one. */
    private static List<Way> ways(String number) {
        String given = number.strip();
        String digits = digits(given);
        if (digits.length() > LONGEST) {
            digits = digits.substring(0, LONGEST);
        }
        boolean international = given.startsWith("+") || digits.startsWith("00");
        if (digits.startsWith("00") && !given.startsWith("+")) {
            digits = digits.substring(2);
        }
        var ways = new ArrayList<Way>();
        if (digits.length() >= SHORTEST) {
            ways.add(new Way(List.of("^" + digits), false));
            if (!international) {
                ways.add(new Way(List.of(digits + "$"), false));
            }
            if (digits.startsWith("0") && digits.length() > TELLING) {
                ways.add(new Way(List.of(digits.substring(1) + "$"), false));
            }
        }
        return ways;
    }
}
