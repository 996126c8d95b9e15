package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ChaosTest {
    @TempDir
    Path home;

    /** The long form is {@code bench/run Chaos}. */
    @Test
    void three_servers_of_one_database_lose_nothing_and_send_nothing_twice_while_they_are_killed() throws Exception {
        var plan = new Chaos.Plan(20_261_121, 3, 60, 4, 1);
        try (var chaos = new Chaos(home, plan, System.out)) {
            Chaos.Report report = chaos.run();
            System.out.println("ChaosTest: " + report);
            assertThat(report.delivered() + report.possiblyDelivered()).isEqualTo(60);
        }
    }
}
