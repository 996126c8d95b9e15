package org.caselli.outcome;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every way an attempt to carry a fax can end. A constant's {@link #number()} and name are stable: databases, scripts
 * and programs keep them. Numbers are grouped by how far the attempt came.
 *
 * <p>The columns: number; one plain sentence; who is {@link Responsible responsible}; what {@link Hope} is left; the
 * matching value of the Windows Fax Service's FAX_JOB_EXTENDED_STATUS_ENUM; the SIP final responses (RFC 3261 clause 21)
 * and the Q.850 causes that mean it; the next best action.
 */
public enum Outcome {

    // 1xx: it went well
    DELIVERED(
            100,
            "Every page was sent and confirmed.",
            Responsible.NOBODY,
            Hope.NONE,
            18,
            codes(),
            codes(),
            "Nothing needs to be done."),
    RECEIVED(
            101,
            "Every page was received and confirmed.",
            Responsible.NOBODY,
            Hope.NONE,
            18,
            codes(),
            codes(),
            "Nothing needs to be done."),

    // 2xx: the call was never answered by a fax machine
    BUSY(
            200,
            "The number is busy.",
            Responsible.FAR_END,
            Hope.LATER,
            8,
            codes(486, 600),
            codes(17),
            "It is tried again after the retry delay."),
    NO_ANSWER(
            201,
            "Nobody answered the call.",
            Responsible.FAR_END,
            Hope.LATER,
            9,
            codes(408, 480, 487),
            codes(18, 19),
            "Check with the recipient that the machine is switched on; it is tried again after the retry delay."),
    NUMBER_UNKNOWN(
            202,
            "The number does not exist.",
            Responsible.USER,
            Hope.NONE,
            10,
            codes(404, 410, 484, 485, 604),
            codes(1, 22, 28),
            "Correct the number and submit the fax again."),
    CALL_REFUSED(
            203,
            "The other side refused the call.",
            Responsible.FAR_END,
            Hope.NONE,
            14,
            codes(403, 433, 603, 607),
            codes(21),
            "Ask the recipient, or the operator of the trunk, to allow calls from this number."),
    TRUNK_UNREACHABLE(
            204,
            "The trunk or the called host did not answer.",
            Responsible.TRUNK,
            Hope.LATER,
            7,
            codes(502, 503, 504),
            codes(3, 27, 34, 38, 41, 42),
            "Check the network and the address of the trunk; it is tried again after the retry delay."),
    TRUNK_REJECTED_US(
            205,
            "The trunk did not accept our identity.",
            Responsible.US,
            Hope.NONE,
            12,
            codes(401, 407),
            codes(),
            "Check the user name and password of the trunk."),
    NO_LINE_FREE(
            206,
            "No line that may carry this fax was free.",
            Responsible.US,
            Hope.LATER,
            7,
            codes(),
            codes(),
            "It is sent as soon as a line is free; add lines if this happens often."),
    T38_REFUSED(
            207,
            "The other side does not take fax over T.38.",
            Responsible.FAR_END,
            Hope.DIFFERENTLY,
            12,
            codes(415, 488, 606),
            codes(65, 79, 88),
            "Use a trunk that carries T.38, or ask its operator to enable it."),
    NO_FAX_ANSWERED(
            208,
            "The call was answered, but not by a fax machine.",
            Responsible.FAR_END,
            Hope.LATER,
            15,
            codes(),
            codes(),
            "Check that the number belongs to a fax machine that is set to receive."),
    SIGNALLING_FAILED(
            209,
            "The call failed in signalling for a reason that the network did not make plain.",
            Responsible.TRUNK,
            Hope.LATER,
            1,
            codes(400, 500, 501, 505, 513),
            codes(16, 31, 111, 127),
            "Look at the diary of the call for the answer of the network; it is tried again after the retry delay."),

    // 3xx: two fax machines met, and could not agree
    NOT_COMPATIBLE(
            300,
            "The other machine cannot receive this kind of fax.",
            Responsible.FAR_END,
            Hope.DIFFERENTLY,
            12,
            codes(),
            codes(),
            "Send it at a lower resolution or a narrower page."),
    LINE_TOO_POOR(
            301,
            "The line was too poor even for the slowest speed.",
            Responsible.TRUNK,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "Try again later or over another trunk."),
    NO_ANSWER_TO_TRAINING(
            302,
            "The other machine did not answer our training signal.",
            Responsible.FAR_END,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "It is tried again after the retry delay."),
    NO_COMMAND(
            303,
            "The other machine fell silent where a command was due.",
            Responsible.FAR_END,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "The sender has to send it again."),
    PROTOCOL_ERROR(
            304,
            "The other machine broke the rules of fax transmission (T.30).",
            Responsible.FAR_END,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "Look at the diary of the call; it is tried again after the retry delay."),

    // 4xx: pages were under way
    FAR_END_HUNG_UP(
            400,
            "The other machine ended the call before all pages were confirmed.",
            Responsible.FAR_END,
            Hope.LATER,
            1,
            codes(),
            codes(),
            "It is tried again after the retry delay."),
    LINE_DROPPED(
            401,
            "The call was cut off before all pages were confirmed.",
            Responsible.TRUNK,
            Hope.LATER,
            1,
            codes(),
            codes(),
            "It is tried again after the retry delay."),
    PAGE_NOT_CONFIRMED(
            402,
            "The other machine did not confirm a page.",
            Responsible.FAR_END,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "It is tried again after the retry delay; the page may have arrived."),
    PAGE_REJECTED(
            403,
            "The other machine received a page too damaged to keep.",
            Responsible.TRUNK,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "Try again later or over another trunk; error correction (ECM) avoids this where both machines have it."),
    NOT_REPAIRED(
            404,
            "A page could not be repaired within the attempts that T.30 allows.",
            Responsible.TRUNK,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "Try again later or over another trunk."),
    PARTIALLY_RECEIVED(
            405,
            "The call broke off; the pages that had arrived are kept.",
            Responsible.TRUNK,
            Hope.NONE,
            16,
            codes(),
            codes(),
            "Ask the sender to send the missing pages again."),
    POSSIBLY_DELIVERED(
            406,
            "The confirmation of the last page did not come through; the fax may have arrived.",
            Responsible.US,
            Hope.NONE,
            12,
            codes(),
            codes(),
            "Ask the recipient, then restart the job if it did not arrive."),

    // 5xx: this server
    CANNOT_KEEP_PAGE(
            500,
            "A received page could not be stored.",
            Responsible.US,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "Check the free space and the rights of the data directory; the sender was told that the page did not arrive."),
    DOCUMENT_LOST(
            501,
            "The stored document of this job can no longer be read.",
            Responsible.US,
            Hope.NONE,
            12,
            codes(),
            codes(),
            "Restore the data directory from its backup, or submit the fax again."),
    ATTEMPT_LOST(
            502,
            "The server stopped while the fax was being sent.",
            Responsible.US,
            Hope.LATER,
            19,
            codes(),
            codes(),
            "It goes on at once, after the pages that were confirmed."),
    INTERNAL_ERROR(
            503,
            "The server met an error of its own.",
            Responsible.US,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "Look at the server's log at the time of the call, and report it."),
    LINE_FAILED(
            504,
            "The program of the line failed or hung.",
            Responsible.US,
            Hope.LATER,
            12,
            codes(),
            codes(),
            "The list of providers says what it did. Restart the server to use the line again, and report it to its maker."),

    // 6xx: decided by people or rules
    CANCELED(
            600,
            "The fax was cancelled.",
            Responsible.USER,
            Hope.NONE,
            19,
            codes(),
            codes(),
            "Submit it again if it is still wanted."),
    TRIES_EXHAUSTED_BY_RULE(
            601,
            "A rule forbids another attempt at this number today.",
            Responsible.POLICY,
            Hope.NONE,
            13,
            codes(),
            codes(),
            "Wait until tomorrow, or have an administrator raise the limit."),
    STOPPED(
            602,
            "The server was shut down during the call.",
            Responsible.US,
            Hope.LATER,
            19,
            codes(),
            codes(),
            "It is tried again when the server runs."),
    EXPIRED(
            603,
            "The fax was not delivered within the age limit of the queue.",
            Responsible.POLICY,
            Hope.NONE,
            19,
            codes(),
            codes(),
            "Submit it again if it is still wanted, or have an administrator raise the age limit.");

    private static final Map<Integer, Outcome> BY_SIP = index(outcome -> outcome.sipStatuses);
    private static final Map<Integer, Outcome> BY_Q850 = index(outcome -> outcome.q850Causes);

    private final int number;
    private final String sentence;
    private final Responsible responsible;
    private final Hope hope;
    private final int extendedStatus;
    private final Set<Integer> sipStatuses;
    private final Set<Integer> q850Causes;
    private final String advice;

    Outcome(
            int number,
            String sentence,
            Responsible responsible,
            Hope hope,
            int extendedStatus,
            Set<Integer> sipStatuses,
            Set<Integer> q850Causes,
            String advice) {
        this.number = number;
        this.sentence = sentence;
        this.responsible = responsible;
        this.hope = hope;
        this.extendedStatus = extendedStatus;
        this.sipStatuses = sipStatuses;
        this.q850Causes = q850Causes;
        this.advice = advice;
    }

    /** The stable number, 100 to 699. */
    public int number() {
        return number;
    }

    /** One plain sentence for people, with its full stop. */
    public String sentence() {
        return sentence;
    }

    public Responsible responsible() {
        return responsible;
    }

    public Hope hope() {
        return hope;
    }

    /** The matching FAX_JOB_EXTENDED_STATUS_ENUM value, 0 to 19. */
    public int extendedStatus() {
        return extendedStatus;
    }

    /** What a person should do next, as one or two sentences. */
    public String advice() {
        return advice;
    }

    /** The same where it was the last attempt: that it is tried again is not said, and that one may send anew is. */
    public String lastAdvice() {
        if (isSuccess()) {
            return advice;
        }
        String still = Stream.of(advice.split("(?<=[.;]) "))
                .filter(each -> !each.toLowerCase(Locale.ROOT).contains("it is tried again")
                        && !each.contains("It is sent as soon as"))
                .map(each -> each.substring(0, 1).toUpperCase(Locale.ROOT) + each.substring(1))
                .map(each -> each.replaceAll("[.;]$", "."))
                .collect(Collectors.joining(" "));
        boolean more = hope != Hope.NONE && !still.contains("again");
        return Stream.of(still, more ? "Send the fax again later." : "")
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** Whether every page went through, in whichever direction. */
    public boolean isSuccess() {
        return this == DELIVERED || this == RECEIVED;
    }

    /**
     * What a SIP final response to our call means.
     *
     * @param status 300 to 699; one that is not listed counts as its class does: {@link #SIGNALLING_FAILED}
     */
    public static Outcome ofSip(int status) {
        return BY_SIP.getOrDefault(status, SIGNALLING_FAILED);
    }

    /**
     * What a Q.850 cause (a SIP Reason header carries it, RFC 3326) means.
     *
     * @param cause 1 to 127; one that is not listed is {@link #SIGNALLING_FAILED}
     */
    public static Outcome ofQ850(int cause) {
        return BY_Q850.getOrDefault(cause, SIGNALLING_FAILED);
    }

    /**
     * The outcome with this stable number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Outcome ofNumber(int number) {
        for (Outcome outcome : values()) {
            if (outcome.number == number) {
                return outcome;
            }
        }
        throw new IllegalArgumentException(
                "There is no outcome " + number + "; docs and javadoc of Outcome list them.");
    }

    private static Set<Integer> codes(int... codes) {
        return Arrays.stream(codes).boxed().collect(Collectors.toUnmodifiableSet());
    }

    private static Map<Integer, Outcome> index(Function<Outcome, Set<Integer>> codesOf) {
        return Arrays.stream(values())
                .flatMap(outcome -> codesOf.apply(outcome).stream().map(code -> Map.entry(code, outcome)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
