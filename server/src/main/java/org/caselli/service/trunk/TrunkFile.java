package org.caselli.service.trunk;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.caselli.service.settings.Entry;
import org.caselli.service.settings.Exported;
import org.jdbi.v3.core.Handle;

/** Trunks in the configuration file, without passwords. */
final class TrunkFile implements Exported {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Trunks trunks;
    private final JsonType<TrunkForm> strict =
            Jsonb.builder().failOnUnknown(true).build().type(TrunkForm.class);

    TrunkFile(Trunks trunks) {
        this.trunks = trunks;
    }

    @Override
    public String name() {
        return "trunks";
    }

    @Override
    public Map<String, Map<String, Object>> export(Handle handle) {
        var entries = new LinkedHashMap<String, Map<String, Object>>();
        for (Trunks.Kept trunk : trunks.kept(handle)) {
            var members = new LinkedHashMap<String, Object>();
            members.put("node", trunk.node());
            members.putAll(MAPPER.fromJsonObject(strict.toJson(trunk.form())));
            entries.put(trunk.name(), members);
        }
        return entries;
    }

    @Override
    public void apply(Handle handle, Map<String, Entry> wanted) {
        wanted.forEach((name, entry) -> {
            var members = new LinkedHashMap<>(entry.all());
            Object node = members.remove("node");
            TrunkForm form;
            try {
                form = strict.fromJson(MAPPER.toJson(members));
            } catch (JsonException | IllegalArgumentException | IllegalStateException wrong) {
                entry.problem("Its members are not those of a trunk: " + wrong.getMessage());
                return;
            }
            entry.attempt(() -> {
                Trunks.Kept kept = trunks.put(handle, name, form, node == null ? null : node.toString());
                if (kept.password().isEmpty()
                        && kept.form().user() != null
                        && !kept.form().user().isEmpty()) {
                    entry.note("it has a user but no password; give it with \"caselli trunks set " + name + "\".");
                }
                if (kept.callerPassword().isEmpty()
                        && kept.form().callerUser() != null
                        && !kept.form().callerUser().isEmpty()) {
                    entry.note("its callers have a user but no password; give it with \"caselli trunks set " + name
                            + "\".");
                }
            });
        });
    }

    @Override
    public void remove(Handle handle, Set<String> kept, Consumer<String> problem) {
        for (Trunks.Kept trunk : trunks.kept(handle)) {
            if (!kept.contains(trunk.name())) {
                trunks.remove(handle, trunk.name());
            }
        }
    }
}
