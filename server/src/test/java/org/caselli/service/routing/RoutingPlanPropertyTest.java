package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.caselli.service.routing.RoutingPlan.KeptGroup;
import org.caselli.service.routing.RoutingPlan.KeptRule;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Any devices, groups and rules: the choice is that of a slow and plain reading of the documents. */
class RoutingPlanPropertyTest {
    private static final Map<String, RuleKey> NUMBERS = new TreeMap<>(Map.of(
            "030 1234567", new RuleKey(49, 30),
            "+49 89 1234567", new RuleKey(49, 89),
            "0041 44 668 18 00", new RuleKey(41, 44),
            "+1 415 555 2671", new RuleKey(1, 415),
            "12345678", RuleKey.DEFAULT));

    @RepeatedTest(300)
    void the_choice_obeys_the_documented_order(RepetitionInfo round) {
        long seed = 0xFA_C5 + round.getCurrentRepetition();
        var random = new SplittableRandom(seed);
        var devices = new ArrayList<RoutableDevice>();
        for (int id = 1; id <= random.nextInt(7); id++) {
            devices.add(new RoutableDevice(
                    id, random.nextInt(4) == 0 ? "there" : "here", "line-" + id, random.nextInt(3) > 0));
        }
        var groups = new ArrayList<KeptGroup>();
        for (int i = 0; i < random.nextInt(4); i++) {
            var members = new TreeSet<Integer>();
            IntStream.range(0, random.nextInt(5)).forEach(_ -> members.add(random.nextInt(1, 9)));
            var order = new ArrayList<>(members);
            Collections.shuffle(order, new Random(random.nextLong()));
            groups.add(new KeptGroup("g" + i, "Group " + i, 1, order));
        }
        Map<RuleKey, KeptRule> rules = new HashMap<>();
        for (RuleKey key : keys()) {
            if (random.nextInt(3) > 0) {
                int kind = random.nextInt(3);
                rules.put(
                        key,
                        kind == 0
                                ? new KeptRule(key, random.nextInt(1, 9), null, 1)
                                : kind == 1 && !groups.isEmpty()
                                        ? new KeptRule(
                                                key,
                                                null,
                                                groups.get(random.nextInt(groups.size()))
                                                        .id(),
                                                1)
                                        : new KeptRule(key, null, null, 1));
            }
        }
        var plan = new RoutingPlan(new Numbers("DE"), "here", groups, List.copyOf(rules.values()), devices);

        NUMBERS.forEach((number, key) -> {
            String context = "seed " + seed + ", number " + number + ", devices " + devices + ", groups " + groups
                    + ", rules " + rules;
            List<Integer> expected = expected(key, devices, groups, rules);
            Choice choice = plan.choose(number);
            assertThat(choice.devices())
                    .as(context)
                    .extracting(RoutableDevice::id)
                    .containsExactlyElementsOf(expected);
            assertThat(choice.keys())
                    .as(context)
                    .containsExactlyElementsOf(choice.devices().stream()
                            .filter(device -> device.node().equals("here"))
                            .map(RoutableDevice::key)
                            .toList());
            // What is told is what is done: at most one rule is taken, it is the last that was looked at, and it can be
            // followed.
            assertThat(choice.steps().stream().filter(Choice.Step::taken).count())
                    .as(context)
                    .isEqualTo(expected.isEmpty() ? 0 : 1);
            assertThat(choice.steps().reversed().stream().skip(expected.isEmpty() ? 0 : 1))
                    .as(context)
                    .noneMatch(Choice.Step::taken);
            choice.rule()
                    .ifPresent(rule ->
                            assertThat(rule.status().isUsable()).as(context).isTrue());
            assertThat(plan.choose("1002").devices())
                    .as(context)
                    .containsExactlyElementsOf(
                            devices.stream().filter(RoutableDevice::maySend).toList());
        });
    }

    private static Set<RuleKey> keys() {
        var keys = new LinkedHashSet<RuleKey>();
        NUMBERS.values().forEach(key -> {
            keys.add(key);
            keys.add(new RuleKey(key.country(), 0));
        });
        return keys;
    }

    /** The documents, word for word and without any haste. */
    private static List<Integer> expected(
            RuleKey key, List<RoutableDevice> devices, List<KeptGroup> groups, Map<RuleKey, KeptRule> rules) {
        for (RuleKey each : List.of(key, new RuleKey(key.country(), 0), RuleKey.DEFAULT)) {
            Optional<KeptRule> rule = Optional.ofNullable(rules.get(each))
                    .or(() -> each.isDefault() ? Optional.of(new KeptRule(each, null, null, 0)) : Optional.empty());
            if (rule.isEmpty()) {
                continue;
            }
            List<Integer> members = rule.get().device() != null
                    ? List.of(rule.get().device())
                    : rule.get().group() == null
                            ? devices.stream().map(RoutableDevice::id).toList()
                            : groups.stream()
                                    .filter(group ->
                                            group.id().equals(rule.get().group()))
                                    .findFirst()
                                    .orElseThrow()
                                    .devices();
            List<Integer> able = members.stream()
                    .filter(id -> devices.stream().anyMatch(device -> device.id() == id && device.maySend()))
                    .toList();
            if (!able.isEmpty()) {
                return able;
            }
        }
        return List.of();
    }
}
