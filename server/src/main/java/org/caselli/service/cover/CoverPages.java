package org.caselli.service.cover;

import static org.caselli.service.Refusal.Kind.CONFLICT;
import static org.caselli.service.Refusal.Kind.INVALID;
import static org.caselli.service.Refusal.Kind.NOT_FOUND;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.caselli.document.CoverTemplate;
import org.caselli.document.DocumentException;
import org.caselli.document.Documents;
import org.caselli.image.Resolution;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.ContentVersion;
import org.caselli.service.Recipient;
import org.caselli.service.Refusal;
import org.caselli.service.Sender;
import org.caselli.service.access.Caller;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * The cover pages of the server: those that come with it, and those that people have added or put in their place. A name is
 * the same whatever its case, and with or without {@code .html} or {@code .cov} (faxcomex.md §14.2).
 */
public final class CoverPages {
    /** Those that come with the server, in resources beside this class. */
    private static final List<String> SHIPPED = List.of("Classic", "Form", "Letter");

    /** Ours: it must do as a file's name on every system, and never as a way to another folder. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} _-]{0,62}[\\p{L}\\p{N}_-])?");

    /** Ours. A list of more is of no use to anybody. */
    private static final int MOST = 500;

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Settings settings;
    private final Documents documents;

    public CoverPages(Store store, EventLog events, InstantSource clock, Settings settings, Documents documents) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.settings = settings;
        this.documents = documents;
    }

    /** All of them, by name. */
    public List<CoverPage> list() {
        var pages = new TreeMap<String, CoverPage>();
        for (String name : SHIPPED) {
            pages.put(key(name), shipped(name));
        }
        store.read(handle -> handle.createQuery(
                                "select name, template, changed_at, changed_by from cover_page order by name_key")
                        .map((row, context) -> page(
                                row.getString("name"),
                                false,
                                row.getString("template"),
                                Optional.of(Instant.ofEpochMilli(row.getLong("changed_at"))),
                                row.getString("changed_by")))
                        .list())
                .forEach(page -> pages.put(key(page.name()), page));
        return List.copyOf(pages.values());
    }

    /** @throws Refusal NOT_FOUND */
    public CoverPage find(String name) {
        String bare = bare(name);
        if (!NAME.matcher(bare).matches()) {
            throw none(name); // and nothing odd gets as far as the database
        }
        return store.read(handle -> kept(handle, bare))
                .or(() -> SHIPPED.stream()
                        .filter(shipped -> key(shipped).equals(key(bare)))
                        .findFirst()
                        .map(CoverPages::shipped))
                .orElseThrow(() -> none(name));
    }

    /**
     * Adds one.
     *
     * @throws Refusal INVALID for a name that cannot be; DOCUMENT if the template cannot be sent, with its line; CONFLICT if
     *                 there is one of that name
     */
    public CoverPage add(String name, String template) {
        String bare = bare(name);
        if (!NAME.matcher(bare).matches()) {
            throw new Refusal(
                    INVALID,
                    "A cover page cannot be called \"" + shown(name) + "\".",
                    "Give up to 64 letters, digits, spaces, - and _, a letter or a digit first.");
        }
        if (SHIPPED.stream().anyMatch(shipped -> key(shipped).equals(key(bare)))) {
            throw exists(bare);
        }
        check(bare, template);
        store.write(handle -> {
            if (kept(handle, bare).isPresent()) {
                throw exists(bare);
            }
            if (handle.createQuery("select count(*) from cover_page")
                            .mapTo(Integer.class)
                            .one()
                    >= MOST) {
                throw new Refusal(
                        CONFLICT, "There are " + MOST + " cover pages, and no more can be kept.", "Remove some.");
            }
            put(handle, bare, template);
            return true;
        });
        return find(bare);
    }

    /**
     * Puts another template in the place of one. In the place of a shipped one too, until that is removed again.
     *
     * @param expected the version it was read with
     * @throws Refusal as for {@link #add}; NOT_FOUND; STALE if somebody else has changed it since
     */
    public CoverPage replace(String name, String template, long expected) {
        CoverPage before = find(name);
        ContentVersion.require("The cover page " + before.name(), before.version(), expected);
        check(before.name(), template);
        store.write(handle -> {
            long now = kept(handle, before.name()).map(CoverPage::version).orElseGet(() -> {
                if (!before.shipped()) {
                    throw gone(before.name());
                }
                return before.version();
            });
            ContentVersion.require("The cover page " + before.name(), now, expected);
            handle.execute("delete from cover_page where name_key = ?", key(before.name()));
            put(handle, before.name(), template);
            return true;
        });
        return find(before.name());
    }

    /**
     * Removes one. What was put in the place of a shipped one gives way to that again. Faxes that were submitted keep theirs.
     *
     * @throws Refusal NOT_FOUND; CONFLICT for a shipped one
     */
    public void remove(String name) {
        CoverPage page = find(name);
        if (page.shipped()) {
            throw new Refusal(
                    CONFLICT,
                    "The cover page " + page.name() + " comes with the server, and cannot be removed.",
                    "Put a template of your own in its place, if it shall not be as it is.");
        }
        store.write(handle -> {
            if (handle.execute("delete from cover_page where name_key = ?", key(page.name())) == 0) {
                throw gone(page.name());
            }
            tell(handle, page.name());
            return true;
        });
    }

    /**
     * Finds the template of a fax that is submitted.
     *
     * @return empty if it has no cover page
     * @throws Refusal NOT_FOUND; DOCUMENT; FORBIDDEN if it is a personal one and those are not allowed here
     */
    public Optional<CoverTemplate> template(CoverRequest request) {
        return switch (request.type()) {
            case NONE -> Optional.empty();
            case SERVER -> {
                CoverPage page = find(request.page());
                yield Optional.of(parsed(page.name(), page.template()));
            }
            case LOCAL -> {
                if (!settings.covers().allowPersonalCoverPages()) {
                    throw new Refusal(
                            Refusal.Kind.FORBIDDEN,
                            "Personal cover pages are not allowed on this server.",
                            "Use one of the server's: " + names() + ". An administrator may allow them"
                                    + " (allowPersonalCoverPages in settings/covers).");
                }
                String name = request.page().isBlank() ? "the personal cover page" : request.page();
                yield Optional.of(parsed(name, request.template()));
            }
        };
    }

    /**
     * Makes a cover page: what is shown before is what is sent.
     *
     * @throws Refusal DOCUMENT if it cannot be made
     */
    public Made make(CoverTemplate template, Message message, Recipient recipient, Resolution resolution) {
        var fields = message.fields(recipient);
        try {
            return new Made(documents.cover(template, fields, resolution), template.missing(fields));
        } catch (DocumentException cause) {
            throw Refusal.of(cause);
        } catch (IOException cause) {
            throw new UncheckedIOException("The cover page could not be made.", cause);
        }
    }

    /** Makes it once, so that whoever brings it learns at once what is wrong with it. */
    private void check(String name, String template) {
        var nobody = new Message(
                "Subject",
                "Note",
                "Sender",
                "1001",
                "1001",
                Sender.NONE,
                Instant.EPOCH,
                ZoneOffset.UTC,
                Locale.ROOT,
                0);
        make(parsed(name, template), nobody, new Recipient("1002", "Recipient"), Resolution.STANDARD);
    }

    private static CoverTemplate parsed(String name, String template) {
        try {
            return CoverTemplate.of(name, template);
        } catch (DocumentException cause) {
            throw Refusal.of(cause);
        }
    }

    private static Optional<CoverPage> kept(Handle handle, String bare) {
        return handle.createQuery("select name, template, changed_at, changed_by from cover_page where name_key = ?")
                .bind(0, key(bare))
                .map((row, context) -> page(
                        row.getString("name"),
                        false,
                        row.getString("template"),
                        Optional.of(Instant.ofEpochMilli(row.getLong("changed_at"))),
                        row.getString("changed_by")))
                .findOne();
    }

    private void put(Handle handle, String name, String template) {
        handle.execute(
                "insert into cover_page (name_key, name, template, changed_at, changed_by) values (?, ?, ?, ?, ?)",
                key(name),
                name,
                template,
                Store.millis(clock.instant()),
                Caller.current().name());
        tell(handle, name);
    }

    private void tell(Handle handle, String name) {
        events.append(handle, clock.instant(), ServerEvent.Kind.CONFIG_CHANGED, "cover-pages/" + name);
    }

    private static CoverPage shipped(String name) {
        try (InputStream in = CoverPages.class.getResourceAsStream(name + ".html")) {
            if (in == null) {
                throw new IllegalStateException("The cover page " + name + " is missing from this build.");
            }
            return page(name, true, new String(in.readAllBytes(), StandardCharsets.UTF_8), Optional.empty(), "");
        } catch (IOException cause) {
            throw new UncheckedIOException("The cover page " + name + " of this build cannot be read.", cause);
        }
    }

    private static CoverPage page(
            String name, boolean shipped, String template, Optional<Instant> changedAt, String changedBy) {
        return new CoverPage(
                name,
                shipped,
                template,
                parsed(name, template).fields(),
                changedAt,
                changedBy,
                ContentVersion.of(name, shipped, template, changedAt));
    }

    /** Without its ending. */
    private static String bare(String name) {
        String bare = name.strip();
        for (String ending : List.of(".html", ".htm", ".cov")) {
            if (bare.length() > ending.length() && bare.toLowerCase(Locale.ROOT).endsWith(ending)) {
                return bare.substring(0, bare.length() - ending.length());
            }
        }
        return bare;
    }

    private static String key(String bare) {
        return bare.toLowerCase(Locale.ROOT);
    }

    private static String shown(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "...";
    }

    private Refusal none(String name) {
        return new Refusal(
                NOT_FOUND,
                "There is no cover page \"" + shown(name) + "\".",
                "Use " + names() + ", or have one added under this name.");
    }

    /** What was there when the caller asked for it. */
    private static Refusal gone(String name) {
        return new Refusal(
                NOT_FOUND,
                "The cover page " + name + " was removed a moment ago.",
                "Look at the list of cover pages again.");
    }

    /** Some of those there are, for a sentence. */
    private String names() {
        return list().stream().limit(20).map(CoverPage::name).collect(Collectors.joining(", "));
    }

    private static Refusal exists(String name) {
        return new Refusal(
                CONFLICT, "There is a cover page " + name + " already.", "Replace that one, or choose another name.");
    }
}
