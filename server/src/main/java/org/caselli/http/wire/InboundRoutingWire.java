package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.Base64;
import java.util.List;
import org.caselli.service.IncomingExplanation;
import org.caselli.service.routing.InboundRouting;
import org.jspecify.annotations.Nullable;

/** The JSON of inbound routing. */
public final class InboundRoutingWire {
    private InboundRoutingWire() {}

    @Json
    public record Extension(
            String uniqueName,
            String friendlyName,
            String image,
            String version,
            int majorVersion,
            int minorVersion,
            int majorBuild,
            int minorBuild,
            String status,
            int statusCode,
            int errorCode,
            @Nullable String error,
            List<String> methods,
            boolean builtIn,
            boolean registered,
            @Nullable String pending) {
        static Extension of(InboundRouting.Extension extension) {
            return new Extension(
                    extension.uniqueName(),
                    extension.friendlyName(),
                    extension.image(),
                    extension.version().toString(),
                    extension.version().major(),
                    extension.version().minor(),
                    extension.version().build(),
                    extension.version().minorBuild(),
                    Wire.name(extension.status()),
                    extension.status().value(),
                    extension.status().errorCode(),
                    absent(extension.error()),
                    extension.methods(),
                    extension.builtIn(),
                    extension.registered(),
                    absent(extension.pending()));
        }
    }

    @Json
    public record Extensions(List<Extension> items) {
        public static Extensions of(List<InboundRouting.Extension> extensions) {
            return new Extensions(extensions.stream().map(Extension::of).toList());
        }
    }

    /** What is to be registered; read leniently here and checked by the service. */
    @Json
    public record NewExtension(
            @Nullable String uniqueName,
            @Nullable String friendlyName,
            @Nullable String image,
            @Nullable List<String> methods) {}

    @Json
    public record Method(
            String guid,
            String name,
            String functionName,
            int priority,
            String extension,
            String extensionName,
            String image,
            @Nullable String problem) {
        public static Method of(InboundRouting.Method method) {
            return new Method(
                    method.guid(),
                    method.name(),
                    method.functionName(),
                    method.priority(),
                    method.extension(),
                    method.extensionName(),
                    method.image(),
                    absent(method.problem()));
        }
    }

    @Json
    public record Methods(List<Method> items) {
        public static Methods of(List<InboundRouting.Method> methods) {
            return new Methods(methods.stream().map(Method::of).toList());
        }
    }

    /** A change of a method: its place, and its configuration for the whole server. What is absent stays. */
    @Json
    public record MethodChange(
            @Nullable Integer priority,
            @Nullable String value,
            @Nullable String data) {}

    @Json
    public record Use(
            Method method,
            boolean enabled,
            @Nullable String value,
            @Nullable String data,
            boolean inherited,
            @Nullable String complaint) {
        public static Use of(InboundRouting.Use use) {
            return new Use(
                    Method.of(use.method()),
                    use.enabled(),
                    use.text().orElse(null),
                    use.data().length == 0 ? null : Base64.getEncoder().encodeToString(use.data()),
                    use.inherited(),
                    use.complaint().orElse(null));
        }
    }

    @Json
    public record Uses(List<Use> items) {
        public static Uses of(List<InboundRouting.Use> uses) {
            return new Uses(uses.stream().map(Use::of).toList());
        }
    }

    /** A change of what a device does with a method. What is absent stays. */
    @Json
    public record UseChange(
            @Nullable Boolean enabled,
            @Nullable String value,
            @Nullable String data) {}

    @Json
    public record Question(
            @Nullable String to,
            @Nullable String from,
            @Nullable String peer) {}

    @Json
    public record Line(
            int device,
            String key,
            String keys,
            int count,
            String name,
            String verdict,
            String why,
            int rings,
            String stationId,
            boolean archived,
            List<Use> methods) {
        static Line of(IncomingExplanation.Line line) {
            return new Line(
                    line.device(),
                    line.key(),
                    line.keys(),
                    line.count(),
                    line.name(),
                    Wire.name(line.verdict()),
                    line.why(),
                    line.rings(),
                    line.csid(),
                    line.archived(),
                    line.methods().stream().map(Use::of).toList());
        }
    }

    @Json
    public record Explanation(String to, String from, String answer, List<Line> lines) {
        public static Explanation of(IncomingExplanation explanation) {
            return new Explanation(
                    explanation.to(),
                    explanation.from(),
                    explanation.answer(),
                    explanation.lines().stream().map(Line::of).toList());
        }
    }

    private static @Nullable String absent(String text) {
        return text.isEmpty() ? null : text;
    }
}
