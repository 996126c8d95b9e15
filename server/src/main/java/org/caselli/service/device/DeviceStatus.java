package org.caselli.service.device;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caselli.line.DeviceState;

/**
 * What a device does at one moment: all that the documented FaxDevice and IFaxStatus show.
 *
 * @param id         its number
 * @param key        its name on its server
 * @param name       for people
 * @param activity   what it does
 * @param condition  that in the words and with the codes of the documents
 * @param since      when the activity began
 * @param call       the call on it; empty when there is none
 * @param at         when this was so
 */
public record DeviceStatus(
        int id,
        String key,
        String name,
        Activity activity,
        Condition condition,
        Instant since,
        Optional<Call> call,
        Instant at) {

    /** What a device may be doing. */
    public enum Activity {
        /** Free. */
        IDLE,
        /** Our call is on its way, or rings at the far end. */
        DIALLING,
        /** A call comes in and is not answered yet. */
        RINGING,
        /** Our call was answered. */
        SENDING,
        /** We have answered a call. */
        RECEIVING,
        /** The call is being taken down. */
        ENDING,
        /** It can neither send nor receive: its provider, its trunk or its server is not there. */
        POWERED_OFF;

        /** FaxDevice.SendingNow: from dialling until the line is free again. */
        boolean isSending(Optional<Call> call) {
            return this == DIALLING
                    || this == SENDING
                    || (this == ENDING && call.map(Call::outgoing).orElse(false));
        }

        /** FaxDevice.ReceivingNow: from the answer until the line is free again. */
        boolean isReceiving(Optional<Call> call) {
            return this == RECEIVING
                    || (this == ENDING && !call.map(Call::outgoing).orElse(true));
        }

        static Activity of(DeviceState.Activity line) {
            return switch (line) {
                case IDLE -> IDLE;
                case DIALLING -> DIALLING;
                case ANSWERING -> RINGING;
                case SENDING -> SENDING;
                case RECEIVING -> RECEIVING;
                case ENDING -> ENDING;
                case OFF -> POWERED_OFF;
            };
        }
    }

    /** The documented states of a port: a text and an FPS code each. Those that no device of ours is ever in are left out. */
    public enum Condition {
        DIALING("Dialing", 0x20000001),
        SENDING("Sending", 0x20000002),
        RECEIVING("Receiving", 0x20000004),
        DISCONNECTED("Disconnected", 0x20000400),
        INITIALIZING("Initializing", 0x20008000),
        OFFLINE("Offline", 0x20010000),
        RINGING("Ringing", 0x20020000),
        AVAILABLE("Available", 0x20100000),
        ABORTING("Aborting", 0x20200000),
        ANSWERED("Answered", 0x20800000);

        private final String text;
        private final int code;

        Condition(String text, int code) {
            this.text = text;
            this.code = code;
        }

        /** As the documents have it: {@code Available}. */
        public String text() {
            return text;
        }

        /** FPS_AVAILABLE and its sisters. */
        public int code() {
            return code;
        }

        static Condition of(Activity activity, Optional<Call> call) {
            boolean aborting = call.map(Call::aborting).orElse(false);
            boolean begun = call.map(Call::faxBegun).orElse(false);
            return switch (activity) {
                case IDLE -> AVAILABLE;
                case POWERED_OFF -> OFFLINE;
                case RINGING -> RINGING;
                case DIALLING ->
                    aborting ? ABORTING : call.map(c -> c.phase().isEmpty()).orElse(true) ? INITIALIZING : DIALING;
                case SENDING -> aborting ? ABORTING : SENDING;
                case RECEIVING -> aborting ? ABORTING : begun ? RECEIVING : ANSWERED;
                case ENDING -> aborting ? ABORTING : DISCONNECTED;
            };
        }
    }

    /**
     * The call on a device. What does not apply to its direction is empty.
     *
     * @param callId             under which its diary is kept
     * @param outgoing           whether we call
     * @param jobId              of a fax that goes out
     * @param address            the number that is called
     * @param callerId           who calls us, as the network says
     * @param routingInformation of a call that comes in: the number that was called
     * @param csid               of the receiving end
     * @param tsid               of the sending end
     * @param documentName       what goes out
     * @param documentSize       its octets as they are kept
     * @param recipientName      to whom it goes
     * @param senderName         from whom
     * @param submittedAt        when it was submitted
     * @param startedAt          when the call began
     * @param phase              {@code training at 14400 bit/s}, {@code page 2}; empty before it is dialled
     * @param faxBegun           whether two fax machines have met
     * @param aborting           whether somebody has ended it
     * @param bitsPerSecond      the agreed speed; 0 before that
     * @param currentPage        on the line, 1 for the first of the fax; 0 before it
     * @param pageCount          of the fax; 0 if we receive
     * @param sent               octets of this page that have gone over
     * @param total              octets of this page; 0 if unknown
     */
    @Json
    public record Call(
            String callId,
            boolean outgoing,
            String jobId,
            String address,
            String callerId,
            String routingInformation,
            String csid,
            String tsid,
            String documentName,
            long documentSize,
            String recipientName,
            String senderName,
            Optional<Instant> submittedAt,
            Instant startedAt,
            String phase,
            boolean faxBegun,
            boolean aborting,
            int bitsPerSecond,
            int currentPage,
            int pageCount,
            int sent,
            int total) {}

    static DeviceStatus of(RegisteredDevice device, Activity activity, Instant since, Optional<Call> call, Instant at) {
        return new DeviceStatus(
                device.id(), device.key(), device.name(), activity, Condition.of(activity, call), since, call, at);
    }

    /** How long the call on it has lasted: IFaxStatus.ElapsedTime. */
    public Optional<Duration> elapsed() {
        return call.map(Call::startedAt).map(begun -> begun.isBefore(at) ? Duration.between(begun, at) : Duration.ZERO);
    }

    /** FaxDevice.PoweredOff: it excludes all others. */
    public boolean poweredOff() {
        return activity == Activity.POWERED_OFF;
    }

    /** FaxDevice.SendingNow: from dialling until the line is free again. */
    public boolean sending() {
        return activity.isSending(call);
    }

    /** FaxDevice.ReceivingNow: from the answer until the line is free again. */
    public boolean receiving() {
        return activity.isReceiving(call);
    }

    /** FaxDevice.RingingNow. */
    public boolean ringing() {
        return activity == Activity.RINGING;
    }
}
