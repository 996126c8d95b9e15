package org.caselli.objectmodel;

/** Calls have names here, and numbers in the documented objects: OnNewCall tells one, and AnswerCall takes it. */
public final class CallNumber {
    private CallNumber() {}

    /**
     * The number of a call: always the same for one name, and above 0. That two have the same is one in two thousand
     * million; AnswerCall names the device as well.
     */
    public static int of(String call) {
        return Math.max(1, call.hashCode() & Integer.MAX_VALUE);
    }
}
