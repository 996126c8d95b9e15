package org.caselli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows of docs/architecture.md: which room may know of which. */
class ArchitectureTest {
    /** Ours, without tests and without the JSON adapters that the build generates. */
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/jsonb/") && !location.contains("JsonAdapter"))
            .importPackages("org.caselli");

    /** Where a table row is silent about a room, the room may not be entered. */
    @ParameterizedTest(name = "{0} knows only {1}")
    @CsvSource({
        "outcome,",
        "image,",
        "rtp,",
        "sip,",
        "t30,      outcome image",
        "t38,      outcome t30",
        "call,     outcome image rtp sip t30 t38",
        "line,     outcome image rtp sip t30 t38 call",
        "cover,",
        "document, image cover",
        "store,    outcome image",
        "queue,    outcome store",
        "service,  outcome image t30 call line document store queue",
        "http,     outcome image line queue service",
        "oidc,     service",
        "ldap,     service",
        "fax,",
        "faxcom,   fax",
        "faxcomex, fax",
        "client,",
        "objectmodel, client fax faxcom faxcomex",
        "server,   outcome image sip t30 t38 call line document store queue service http",
        "cli,      client server service document outcome image"
    })
    void a_room_knows_only_the_rooms_it_may(String room, String others) {
        var allowed = new java.util.ArrayList<String>();
        allowed.add("org.caselli." + room + "..");
        if (others != null) {
            for (String other : others.trim().split(" +")) {
                allowed.add("org.caselli." + other + "..");
            }
        }
        DescribedPredicate<JavaClass> ours = resideInAnyPackage("org.caselli..");
        DescribedPredicate<JavaClass> foreignRoom =
                ours.and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))));
        noClasses()
                .that()
                .resideInAPackage("org.caselli." + room + "..")
                .should()
                .dependOnClassesThat(foreignRoom)
                .check(ALL);
    }

    /** A door hands on values (jobs, attempts, events, the version of a module), and asks nobody but the service. */
    @Test
    void a_door_asks_only_the_service() {
        noClasses()
                .that()
                .resideInAnyPackage("org.caselli.http..", "org.caselli.cli..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.caselli.queue..", "org.caselli.line..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(Record.class)))
                        .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(Enum.class))))
                .check(ALL);
    }

    @Test
    void every_room_stands_in_the_table() {
        Map<String, Integer> rooms = new TreeMap<>();
        for (JavaClass type : ALL) {
            rooms.merge(
                    type.getPackageName().substring("org.caselli.".length()).replaceAll("\\..*", ""), 1, Integer::sum);
        }
        assertThat(rooms.keySet())
                .containsExactlyInAnyOrder(
                        "outcome",
                        "image",
                        "rtp",
                        "sip",
                        "t30",
                        "t38",
                        "call",
                        "line",
                        "cover",
                        "document",
                        "store",
                        "queue",
                        "service",
                        "oidc",
                        "ldap",
                        "http",
                        "fax",
                        "faxcom",
                        "faxcomex",
                        "client",
                        "objectmodel",
                        "server",
                        "cli");
    }

    @Test
    void the_engine_does_no_io_and_asks_no_clock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.caselli.outcome..",
                        "org.caselli.image..",
                        "org.caselli.rtp..",
                        "org.caselli.sip..",
                        "org.caselli.t30..",
                        "org.caselli.t38..",
                        "org.caselli.call..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..", "java.nio.channels..", "java.util.concurrent..", "java.net..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(ALL);
    }

    @Test
    void no_room_leads_back_to_itself() {
        slices().matching("org.caselli.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void every_package_has_a_sign_and_is_null_marked() {
        ArchRule rule = classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked");
        rule.check(ALL);
        for (JavaClass type : ALL) {
            assertThat(type.getPackage().tryGetPackageInfo())
                    .as(type.getPackageName())
                    .isPresent();
        }
    }
}
