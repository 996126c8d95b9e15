package org.caselli.service.device;

import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/**
 * What an administrator sets of a device (the writable part of the documented FaxDevice).
 *
 * @param description       for people, at most 253 characters
 * @param sendEnabled       whether it may carry faxes out
 * @param receiveMode       what it does with calls that come in
 * @param ringsBeforeAnswer the ring at whose beginning it answers in {@link ReceiveMode#AUTO_ANSWER}, 1 to 99; 1 is at once.
 *                          A ring lasts six seconds, on lines with a haste as many times less
 * @param tsid              what it calls itself when it sends, at most 20 printable ASCII characters; empty for the server's
 *                          identity, and where that is empty its number
 * @param csid              the same when it receives
 */
public record DeviceSettings(
        String description,
        boolean sendEnabled,
        ReceiveMode receiveMode,
        int ringsBeforeAnswer,
        String tsid,
        String csid) {
    /** T.30 clause 5.3.6.2.4: a station identity has 20 characters. */
    public static final int MOST_IDENTITY = 20;

    /** As long as the documents allow. */
    public static final int MOST_DESCRIPTION = 253;

    /** Of a device that was just found: it sends, and answers at once. */
    public static final DeviceSettings STANDARD = new DeviceSettings("", true, ReceiveMode.AUTO_ANSWER, 1, "", "");

    public DeviceSettings {
        if (description.length() > MOST_DESCRIPTION) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.ERROR_BUFFER_OVERFLOW,
                    "The description has " + description.length() + " characters.",
                    "Give " + MOST_DESCRIPTION + " at most.");
        }
        if (ringsBeforeAnswer < 1 || ringsBeforeAnswer > 99) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "The device is to answer at ring " + ringsBeforeAnswer + ".",
                    "Give 1 (at once) to 99.");
        }
        identity("TSID", tsid);
        identity("CSID", csid);
    }

    private static void identity(String name, String value) {
        if (value.length() > MOST_IDENTITY || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "The " + name + " \"" + (value.length() > 60 ? value.substring(0, 60) + "..." : value)
                            + "\" is not one that fax machines show.",
                    "Give at most 20 letters, digits and signs of ASCII, such as +49 30 123456.");
        }
    }

    /** The same with another receive mode. */
    public DeviceSettings receiving(ReceiveMode mode) {
        return new DeviceSettings(description, sendEnabled, mode, ringsBeforeAnswer, tsid, csid);
    }

    /** The same, answering at another ring. */
    public DeviceSettings answeringAt(int ring) {
        return new DeviceSettings(description, sendEnabled, receiveMode, ring, tsid, csid);
    }

    /** The same, sending or not. */
    public DeviceSettings sending(boolean enabled) {
        return new DeviceSettings(description, enabled, receiveMode, ringsBeforeAnswer, tsid, csid);
    }

    /** The same with these identities. */
    public DeviceSettings identified(String sending, String receiving) {
        return new DeviceSettings(description, sendEnabled, receiveMode, ringsBeforeAnswer, sending, receiving);
    }

    /** The same with another description. */
    public DeviceSettings described(String text) {
        return new DeviceSettings(text, sendEnabled, receiveMode, ringsBeforeAnswer, tsid, csid);
    }
}
