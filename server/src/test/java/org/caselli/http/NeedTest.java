package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NeedTest {
    @Test
    void every_route_says_what_it_needs_and_only_seven_need_nothing() throws Exception {
        try (Front front = new Front()) {
            Map<String, Set<Need>> needs = front.http.needs();
            assertThat(needs).hasSizeGreaterThan(100);
            assertThat(needs)
                    .allSatisfy((route, need) -> assertThat(need).as(route).isNotEmpty());
            assertThat(needs.entrySet().stream()
                            .filter(entry -> entry.getValue().contains(Need.NOTHING))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(
                            "GET /api/v1/openapi.yaml",
                            "GET /api/v1/health",
                            "GET /api/v1/problems/{name}",
                            "POST /api/v1/access/sessions",
                            "POST /api/v1/access/oidc/browser",
                            "POST /api/v1/access/oidc/device",
                            "POST /api/v1/access/oidc/sessions");
        }
    }

    @Test
    void without_a_token_every_other_route_is_closed() throws Exception {
        try (Front front = new Front()) {
            for (Map.Entry<String, Set<Need>> route : front.http.needs().entrySet()) {
                if (route.getValue().contains(Need.NOTHING)) {
                    continue;
                }
                String method = route.getKey().split(" ")[0];
                String path = route.getKey().split(" ")[1].replaceAll("\\{[^}]+\\}", "1");
                HttpResponse<byte[]> answer = front.send(
                        front.to(path).method(method, BodyPublishers.noBody()).build());
                assertThat(answer.statusCode()).as(route.getKey()).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate"))
                        .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer "));
            }
        }
    }
}
