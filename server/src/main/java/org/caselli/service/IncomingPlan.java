package org.caselli.service;

import java.util.List;
import java.util.function.IntFunction;
import org.caselli.service.IncomingExplanation.Line;
import org.caselli.service.IncomingExplanation.Verdict;
import org.caselli.service.device.RegisteredDevice;
import org.caselli.service.routing.InboundRouting;

/**
 * Tells what would become of a call, from what is configured alone.
 *
 * @param devices  all that are registered, in their order
 * @param blocked  whether the incoming queue is blocked
 * @param archived whether received faxes are archived
 * @param identity what devices without an identity call themselves; empty for the number that was called
 * @param methods  all methods as a device uses them, in their order
 */
record IncomingPlan(
        List<RegisteredDevice> devices,
        boolean blocked,
        boolean archived,
        String identity,
        IntFunction<List<InboundRouting.Use>> methods) {

    IncomingExplanation explain(String to, String from) {
        List<RegisteredDevice> own =
                devices.stream().filter(device -> device.number().equals(to)).toList();
        List<Line> lines = (own.isEmpty()
                        ? devices.stream()
                                .filter(device -> device.number().isEmpty())
                                .toList()
                        : own)
                .stream().map(device -> line(device, to)).toList();
        return new IncomingExplanation(to, from, answer(to, own.isEmpty(), lines), lines);
    }

    private static String answer(String to, boolean anyLine, List<Line> lines) {
        if (lines.isEmpty()) {
            return "No line has the number " + to + ", and there is none that takes any number: such a call does not"
                    + " reach this server.";
        }
        String which = anyLine
                ? "No line has the number " + to + "; the first free one of "
                        + String.join(", ", lines.stream().map(Line::key).toList()) + " takes it."
                : "It comes to "
                        + String.join(" or ", lines.stream().map(Line::key).toList()) + ".";
        boolean answered = lines.stream().anyMatch(line -> line.verdict() == Verdict.ANSWERS);
        boolean rings = lines.stream().anyMatch(line -> line.verdict() == Verdict.RINGS);
        return which
                + (answered
                        ? " It is answered."
                        : rings ? " It rings and is not answered by itself." : " It is not answered.");
    }

    private Line line(RegisteredDevice device, String to) {
        String csid =
                !device.settings().csid().isEmpty() ? device.settings().csid() : identity.isEmpty() ? to : identity;
        Verdict verdict = Verdict.REFUSES;
        int rings = 0;
        String why;
        if (blocked) {
            why = "The incoming queue is blocked. Release it in the settings incoming.";
        } else if (!device.offered()) {
            why = "The device is off: its provider does not offer it.";
        } else {
            switch (device.settings().receiveMode()) {
                case AUTO_ANSWER -> {
                    verdict = Verdict.ANSWERS;
                    rings = device.virtual() ? 1 : device.settings().ringsBeforeAnswer();
                    why = rings == 1 ? "It answers at once." : "It answers at ring " + rings + ".";
                }
                case MANUAL_ANSWER -> {
                    verdict = Verdict.RINGS;
                    why = "It rings until somebody answers by hand.";
                }
                case NO_ANSWER -> {
                    verdict = device.virtual() ? Verdict.REFUSES : Verdict.RINGS;
                    why = "The device is set not to answer.";
                }
                default -> throw new IllegalStateException("There is no such receive mode.");
            }
        }
        List<InboundRouting.Use> used = verdict == Verdict.REFUSES
                ? List.of()
                : methods.apply(device.id()).stream()
                        .filter(InboundRouting.Use::enabled)
                        .toList();
        return new Line(device.id(), device.key(), device.name(), verdict, why, rings, csid, archived, used);
    }
}
