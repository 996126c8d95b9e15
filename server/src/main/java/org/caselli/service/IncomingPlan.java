package org.caselli.service;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.caselli.service.IncomingExplanation.Line;
import org.caselli.service.IncomingExplanation.Verdict;
import org.caselli.service.device.RegisteredDevice;
import org.caselli.service.device.Span;
import org.caselli.service.routing.InboundRouting;
import org.caselli.service.trunk.Origin;

/**
 * Tells what would become of a call, from what is configured alone.
 *
 * @param devices  all that are registered, in their order
 * @param blocked  whether the incoming queue is blocked
 * @param archived whether received faxes are archived
 * @param identity what devices without an identity call themselves; empty for the number that was called
 * @param methods  all methods as a device uses them, in their order
 * @param channels whether a device is a channel of a trunk
 */
record IncomingPlan(
        List<RegisteredDevice> devices,
        boolean blocked,
        boolean archived,
        String identity,
        IntFunction<List<InboundRouting.Use>> methods,
        Predicate<RegisteredDevice> channels) {

    /** @param origin whose the call is; empty where it is not told where it comes from */
    IncomingExplanation explain(String to, String from, Optional<Origin> origin) {
        List<Line> all =
                candidates(to, origin).stream().map(device -> line(device, to)).toList();
        List<Line> lines = Span.of(all, Line::key, IncomingPlan::alike).stream()
                .map(span -> span.first().standingFor(span.count(), span.keys()))
                .toList();
        String whose = origin.map(known -> known.why() + " ").orElse("");
        boolean refused =
                origin.filter(known -> known.kind() == Origin.Kind.REFUSED).isPresent();
        return new IncomingExplanation(to, from, refused ? whose.strip() : whose + answer(to, origin, lines), lines);
    }

    private List<RegisteredDevice> candidates(String to, Optional<Origin> origin) {
        if (origin.isPresent() && origin.get().kind() != Origin.Kind.ADMITTED) {
            List<String> keys = origin.get().devices();
            return devices.stream()
                    .filter(device -> channels.test(device) && keys.contains(device.key()))
                    .toList();
        }
        List<RegisteredDevice> possible = origin.isEmpty()
                ? devices
                : devices.stream().filter(device -> !channels.test(device)).toList();
        List<RegisteredDevice> own =
                possible.stream().filter(device -> device.number().equals(to)).toList();
        return own.isEmpty()
                ? possible.stream().filter(device -> device.number().isEmpty()).toList()
                : own;
    }

    private static boolean alike(Line one, Line other) {
        return one.withoutName().equals(other.withoutName());
    }

    private String answer(String to, Optional<Origin> origin, List<Line> lines) {
        if (lines.isEmpty()) {
            return "No line has the number " + to + ", and there is none that takes any number: such a call does not"
                    + " reach this server.";
        }
        List<String> keys = lines.stream().map(Line::keys).toList();
        boolean several = lines.size() > 1 || lines.getFirst().count() > 1;
        boolean owned = devices.stream().anyMatch(device -> device.number().equals(to));
        boolean trunk = origin.isPresent() && origin.get().kind() == Origin.Kind.TRUNK;
        String which = (trunk || owned ? "" : "No line has the number " + to + ". ")
                + (several && (trunk || !owned)
                        ? "The first free one of " + String.join(", ", keys) + " takes it."
                        : "It comes to " + String.join(" or ", keys) + ".");
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
        return new Line(
                device.id(), device.key(), device.key(), 1, device.name(), verdict, why, rings, csid, archived, used);
    }
}
