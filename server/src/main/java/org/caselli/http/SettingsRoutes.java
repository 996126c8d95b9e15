package org.caselli.http;

import static java.util.Objects.requireNonNull;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caselli.http.wire.SettingsWire;
import org.caselli.service.settings.Applied;
import org.caselli.service.settings.Configuration;
import org.caselli.service.settings.Settings;

/** What administrators set: section by section, and as one file. */
final class SettingsRoutes {
    private static final String SETTINGS = Rest.API + "/settings";
    private static final String CONFIGURATION = Rest.API + "/configuration";

    /** As registered with IANA. */
    private static final String TOML = "application/toml";

    private final Settings settings;
    private final Configuration configuration;
    private final Rest rest;

    SettingsRoutes(Settings settings, Configuration configuration, Rest rest) {
        this.settings = settings;
        this.configuration = configuration;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(SETTINGS, this::all, Need.QUERY_CONFIG);
        routes.patch(SETTINGS, this::changeAll, Need.MANAGE_CONFIG);
        routes.get(
                SETTINGS + "/{section}", context -> write(context, settings.show(section(context))), Need.QUERY_CONFIG);
        routes.put(SETTINGS + "/{section}", context -> change(context, true), Need.MANAGE_CONFIG);
        routes.patch(SETTINGS + "/{section}", context -> change(context, false), Need.MANAGE_CONFIG);
        routes.get(CONFIGURATION, this::export, Need.QUERY_CONFIG);
        routes.put(CONFIGURATION, this::apply, Need.MANAGE_CONFIG);
    }

    private static String section(Context context) {
        return context.pathParam("section");
    }

    private void write(Context context, Settings.Shown section) {
        rest.write(context, requireNonNull(section.sections().get(section(context))), section.version());
    }

    private void all(Context context) {
        Settings.Shown all = settings.show();
        rest.write(context, all.sections(), all.version());
    }

    private void change(Context context, boolean whole) {
        String section = section(context);
        settings.show(section); // says that there is no such section before it asks for anything else
        long expected = Rest.ifMatch(context, () -> settings.show(section).version());
        write(context, settings.change(section, rest.object(context), whole, expected));
    }

    private void changeAll(Context context) {
        long expected = Rest.ifMatch(context, () -> settings.show().version());
        var changes = new LinkedHashMap<String, Map<String, Object>>();
        rest.object(context).forEach((section, members) -> {
            if (!(members instanceof Map<?, ?> object)) {
                throw ProblemException.invalid(
                        Rest.shown(section) + " is not an object.", "Send {\"outgoing\": {\"retries\": 5}}.");
            }
            var changed = new LinkedHashMap<String, Object>();
            object.forEach((member, value) -> changed.put(member.toString(), value));
            changes.put(section, changed);
        });
        Settings.Shown all = settings.change(changes, expected);
        rest.write(context, all.sections(), all.version());
    }

    private void export(Context context) {
        context.contentType(TOML + "; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"caselli-settings.toml\"")
                .result(configuration.export().getBytes(StandardCharsets.UTF_8));
    }

    private void apply(Context context) {
        Rest.parameters(context, List.of("dryRun"));
        boolean dryRun = Rest.single(context, "dryRun")
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw ProblemException.invalid(
                                "The parameter dryRun is \"" + Rest.shown(text) + "\".", "Give true or false.");
                })
                .orElse(false);
        Rest.requireType(context, TOML);
        Applied applied = configuration.apply(text(context.bodyAsBytes()), dryRun);
        if (!applied.problems().isEmpty()) {
            throw ProblemException.ofFile(applied.problems());
        }
        rest.write(context, SettingsWire.Applied.of(applied));
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException cause) {
            throw ProblemException.invalid("The file is not UTF-8.", "Save it as UTF-8 text.");
        }
    }
}
