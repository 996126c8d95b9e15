package org.caselli.service.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caselli.service.settings.Entry;
import org.caselli.service.settings.Exported;
import org.jdbi.v3.core.Handle;

/**
 * Groups and accounts in the configuration file, without passwords and tokens. One that the file does not name stays: an
 * account may have come by itself since the file was made, and with it would go whose its faxes are.
 */
final class AccessFile {
    private AccessFile() {}

    private static List<String> names(Set<Right> rights) {
        return rights.stream()
                .sorted()
                .map(right -> right.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The rights that an entry names; empty if it names none, or one that there is not. */
    private static Optional<Set<Right>> rights(Entry entry) {
        return entry.texts("rights").flatMap(names -> {
            var rights = EnumSet.noneOf(Right.class);
            for (String name : names) {
                try {
                    rights.add(Right.valueOf(name.toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException unknown) {
                    entry.problem(
                            "rights",
                            "has \"" + name + "\" in it; choose from: " + String.join(", ", names(Right.all())) + ".");
                    return Optional.empty();
                }
            }
            return Optional.of(rights);
        });
    }

    /** The groups. */
    static final class Groups implements Exported {
        private final Accounts accounts;

        Groups(Accounts accounts) {
            this.accounts = accounts;
        }

        @Override
        public String name() {
            return "groups";
        }

        @Override
        public Map<String, Map<String, Object>> export(Handle handle) {
            var entries = new LinkedHashMap<String, Map<String, Object>>();
            handle.createQuery("select name, description, rights from account_group order by name_key")
                    .map((row, context) -> {
                        var members = new LinkedHashMap<String, Object>();
                        members.put("description", row.getString("description"));
                        members.put("rights", names(Right.ofBits(row.getInt("rights"))));
                        return Map.entry(row.getString("name"), members);
                    })
                    .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
            return entries;
        }

        @Override
        public void apply(Handle handle, Map<String, Entry> wanted) {
            wanted.forEach((name, entry) -> {
                Optional<String> description = entry.text("description");
                Optional<Set<Right>> rights = rights(entry);
                entry.attempt(() -> {
                    Optional<Group> before = Accounts.groupNamed(handle, name);
                    if (before.isEmpty()) {
                        accounts.insertGroup(handle, name, description, rights.orElse(Set.of()));
                    } else {
                        accounts.update(handle, before.get(), description, rights);
                    }
                });
            });
        }
    }

    /** The accounts, with the groups that each is in. */
    static final class People implements Exported {
        private final Accounts accounts;

        People(Accounts accounts) {
            this.accounts = accounts;
        }

        @Override
        public String name() {
            return "accounts";
        }

        @Override
        public Map<String, Map<String, Object>> export(Handle handle) {
            var groups = new HashMap<String, List<String>>();
            handle.createQuery(
                            "select m.account_id, g.name from group_member m join account_group g on g.id = m.group_id"
                                    + " order by g.name_key")
                    .map((row, context) -> Map.entry(row.getString("account_id"), row.getString("name")))
                    .forEach(member -> groups.computeIfAbsent(member.getKey(), id -> new ArrayList<>())
                            .add(member.getValue()));
            var entries = new LinkedHashMap<String, Map<String, Object>>();
            handle.createQuery("select id, name, display_name, email, disabled, rights from account order by name_key")
                    .map((row, context) -> {
                        var members = new LinkedHashMap<String, Object>();
                        members.put("displayName", row.getString("display_name"));
                        members.put("email", row.getString("email"));
                        members.put("disabled", row.getInt("disabled") != 0);
                        members.put("rights", names(Right.ofBits(row.getInt("rights"))));
                        members.put("groups", groups.getOrDefault(row.getString("id"), List.of()));
                        return Map.entry(row.getString("name"), members);
                    })
                    .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
            return entries;
        }

        @Override
        public void apply(Handle handle, Map<String, Entry> wanted) {
            wanted.forEach((name, entry) -> {
                Optional<String> displayName = entry.text("displayName");
                Optional<String> email = entry.text("email");
                Optional<Boolean> disabled = entry.flag("disabled");
                Optional<Set<Right>> rights = rights(entry);
                Optional<List<String>> groups = entry.texts("groups");
                entry.attempt(() -> {
                    var form = new AccountForm(displayName, email, disabled, rights);
                    Optional<Account> before = Accounts.named(handle, name);
                    if (before.isEmpty()) {
                        accounts.insert(handle, name, form, "", groups.orElse(List.of()));
                        entry.note("it has no password; \"caselli accounts password " + name + "\" gives it one.");
                    } else {
                        accounts.update(handle, before.get(), form);
                        groups.ifPresent(all -> accounts.setGroups(handle, before.get(), all));
                    }
                });
            });
        }

        @Override
        public Optional<String> broken(Handle handle) {
            return Accounts.administered(handle) ? Optional.empty() : Optional.of(Accounts.NOBODY_LEFT);
        }
    }
}
