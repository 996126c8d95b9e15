package org.caselli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.caselli.fax.FaxError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interfaces are the tables of documented members and values, neither less nor, but for what is listed here, more. */
class ApiTableTest {
    /** Not in the original. */
    private static final Set<String> OURS_IN_FAXCOM = Set.of(
            "FaxServer.create() FaxServer",
            "FaxServer.connect(String, FaxCredentials) void",
            "FaxServer.isConnected() boolean",
            "FaxServer.close() void",
            "FaxServer is AutoCloseable",
            "FaxTiff.create() FaxTiff",
            // winfax.h has them; the documents of faxcom tell scripts to write them down themselves.
            "FaxConstants.JT_UNKNOWN = 0",
            "FaxConstants.JT_SEND = 1",
            "FaxConstants.JT_RECEIVE = 2",
            "FaxConstants.JT_ROUTING = 3",
            "FaxConstants.JT_FAIL_RECEIVE = 4",
            "FaxConstants.JC_DELETE = 1",
            "FaxConstants.JC_PAUSE = 2",
            "FaxConstants.JC_RESUME = 3",
            "FaxConstants.JC_RESTART = 3");

    /** Not in the original. */
    private static final Set<String> OURS_IN_FAXCOMEX = Set.of(
            "FaxServer.create() FaxServer",
            "FaxServer.connect(String, FaxCredentials) void",
            "FaxServer.isConnected() boolean",
            "FaxServer.close() void",
            "FaxServer is AutoCloseable",
            "FaxServer.addListener(FaxServerNotify) void",
            "FaxServer.removeListener(FaxServerNotify) void",
            "FaxServer.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM[]) void",
            "FaxServerNotify.onEventsMissed(FaxServer) void",
            "FaxAccountNotify.onEventsMissed(FaxAccount) void",
            "FaxAccount.addListener(FaxAccountNotify) void",
            "FaxAccount.removeListener(FaxAccountNotify) void",
            "FaxAccount.listenToAccountEvents(FAX_ACCOUNT_EVENTS_TYPE_ENUM[]) void",
            "FaxDocument.create() FaxDocument",
            "FaxDocument.setBody(InputStream, String) void",
            "FaxDocument.addBody(String) void",
            "FaxDocument.addBody(InputStream, String) void",
            "FaxDocument.getIdempotencyKey() String",
            "FaxDocument.setIdempotencyKey(String) void",
            "FaxOutgoingQueue.findJob(String) Optional<FaxOutgoingJob>",
            "FaxOutgoingJob.copyTiff(OutputStream) void",
            "FaxOutgoingJob.getExtendedStatusNumber() int",
            "FaxOutgoingJob.isFinal() boolean",
            "FaxOutgoingMessage.copyTiff(OutputStream) void",
            "FaxOutgoingMessage.copyPdf(String) void",
            "FaxOutgoingMessage.copyPdf(OutputStream) void",
            "FaxIncomingJob.copyTiff(OutputStream) void",
            "FaxIncomingJob.getExtendedStatusNumber() int",
            "FaxIncomingMessage.copyTiff(OutputStream) void",
            "FaxIncomingMessage.copyPdf(String) void",
            "FaxIncomingMessage.copyPdf(OutputStream) void",
            "FaxJobStatus.getExtendedStatusNumber() int",
            "FaxJobStatus.isFinal() boolean",
            "FaxIncomingArchive.getSize() long",
            "FaxOutgoingArchive.getSize() long",
            "FaxAccountIncomingArchive.getSize() long",
            "FaxAccountOutgoingArchive.getSize() long",
            "FaxSecurity.can(FAX_ACCESS_RIGHTS_ENUM[]) boolean",
            "FaxSecurity2.can(FAX_ACCESS_RIGHTS_ENUM_2[]) boolean");

    private static final Set<String> OURS_IN_FAX =
            Set.of("FaxBodyException", "FaxCredentials", "FaxError", "FaxException", "Implementation");

    private static final List<String> FAXCOM = Tables.lines("faxcom-members.tsv");
    private static final List<String> FAXCOMEX = Tables.lines("faxcomex-members.tsv");
    private static final List<String> ENUMS = Tables.lines("faxcomex-enums.tsv");

    @Test
    void faxcom_has_what_is_documented_and_what_is_listed_here() throws Exception {
        assertThat(differences(Tables.members("faxcom", FAXCOM), OURS_IN_FAXCOM, there("faxcom")))
                .isEmpty();
    }

    @Test
    void faxcomex_has_what_is_documented_and_what_is_listed_here() throws Exception {
        assertThat(differences(faxcomex(FAXCOMEX, ENUMS), OURS_IN_FAXCOMEX, there("faxcomex")))
                .isEmpty();
    }

    @Test
    void what_belongs_to_neither_is_in_a_package_of_its_own() throws Exception {
        assertThat(classes("fax").map(Class::getSimpleName)).containsExactlyInAnyOrderElementsOf(OURS_IN_FAX);
        assertThat(FaxError.values()).extracting(FaxError::code).doesNotHaveDuplicates();
    }

    @Test
    void the_tables_are_whole() {
        assertThat(Tables.members("faxcom", FAXCOM)).hasSizeGreaterThan(170);
        assertThat(faxcomex(FAXCOMEX, ENUMS)).hasSizeGreaterThan(650);
    }

    /** What one change of a table is told as. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            faxcomex-members | IFaxDevice\tCSID\tproperty\tRW\tBSTR                | IFaxDevice\tCSID\tproperty\tR\tBSTR       | FaxDevice.setCSID(String) void is not documented
            faxcomex-members | IFaxDevice\tCSID\tproperty\tRW\tBSTR                |                                            | FaxDevice.getCSID() String is not documented; FaxDevice.setCSID(String) void is not documented
            faxcomex-members | IFaxDevice\tId\tproperty\tR\tlong                   | IFaxDevice\tId\tproperty\tRW\tlong        | FaxDevice.setId(int) void is missing
            faxcomex-members | IFaxDevice\tId\tproperty\tR\tlong                   | IFaxDevice\tId\tproperty\tR\tBSTR         | FaxDevice.getId() int is not documented; FaxDevice.getId() String is missing
            faxcomex-members | IFaxDevice\tRefresh\tmethod\t-\t() -> void          | IFaxDevice\tRefresh\tmethod\t-\t(long lId) -> void | FaxDevice.refresh() void is not documented; FaxDevice.refresh(int) void is missing
            faxcomex-members | IFaxDevice\tRefresh\tmethod\t-\t() -> void          | IFaxModem\tRefresh\tmethod\t-\t() -> void | FaxDevice.refresh() void is not documented; FaxModem.refresh() void is missing
            faxcomex-enums   | FAX_JOB_STATUS_ENUM\tfjsFAILED\t8\tFailed for good. | FAX_JOB_STATUS_ENUM\tfjsFAILED\t4\tFailed for good. | FAX_JOB_STATUS_ENUM.fjsFAILED = 4 is missing; FAX_JOB_STATUS_ENUM.fjsFAILED = 8 is not documented
            """)
    void a_change_of_a_table_is_noticed(String file, String row, String changed, String told) throws Exception {
        String instead = changed == null ? "" : changed;
        Set<String> documented = faxcomex(
                changed(FAXCOMEX, file, "faxcomex-members", row, instead),
                changed(ENUMS, file, "faxcomex-enums", row, instead));
        assertThat(differences(documented, OURS_IN_FAXCOMEX, there("faxcomex")))
                .containsExactlyInAnyOrder(told.split("; "));
    }

    private static List<String> changed(List<String> table, String file, String name, String row, String instead) {
        if (!file.equals(name)) {
            return table;
        }
        assertThat(table).contains(row);
        return table.stream()
                .map(line -> line.equals(row) ? instead : line)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Set<String> faxcomex(List<String> members, List<String> enums) {
        var all = new TreeSet<>(Tables.members("faxcomex", members));
        all.addAll(Tables.values(enums));
        return all;
    }

    private static List<String> differences(Set<String> documented, Set<String> ours, Set<String> there) {
        var differences = new ArrayList<String>();
        there.stream()
                .filter(each -> !documented.contains(each) && !ours.contains(each))
                .forEach(each -> differences.add(each + " is not documented"));
        Stream.concat(documented.stream(), ours.stream())
                .filter(each -> !there.contains(each))
                .forEach(each -> differences.add(each + " is missing"));
        ours.stream()
                .filter(documented::contains)
                .forEach(each -> differences.add(each + " is documented, and listed as ours"));
        return differences;
    }

    /** What the classes of a package have, as the tables tell it. */
    private static Set<String> there(String pack) throws Exception {
        var there = new TreeSet<String>();
        for (Class<?> each : classes(pack).toList()) {
            assertThat(each).isPublic();
            if (each.isEnum()) {
                for (Object constant : each.getEnumConstants()) {
                    there.add(each.getSimpleName() + "." + constant + " = "
                            + each.getMethod("value").invoke(constant));
                    assertThat(back(each, constant)).isIn(constant, Set.of(constant), Set.of());
                }
                if (Set.class == each.getMethod("of", int.class).getReturnType()) {
                    there.add(each.getSimpleName() + " is a mask");
                }
            } else if (each.isInterface()) {
                for (Type parent : each.getGenericInterfaces()) {
                    there.add(each.getSimpleName() + " is " + name(parent));
                }
                for (Method one : each.getDeclaredMethods()) {
                    if (one.isSynthetic()) { // of a lambda
                        continue;
                    }
                    there.add(each.getSimpleName() + "." + one.getName() + "("
                            + Arrays.stream(one.getGenericParameterTypes())
                                    .map(ApiTableTest::name)
                                    .collect(joining(", "))
                            + ") " + name(one.getGenericReturnType()));
                }
            } else {
                for (Field one : each.getFields()) {
                    assertThat(Modifier.isStatic(one.getModifiers())).isTrue();
                    Object value = one.get(null);
                    there.add(each.getSimpleName() + "." + one.getName() + " = "
                            + (value instanceof Character character ? (Object) (int) character : value));
                }
            }
        }
        return there;
    }

    /** The constant of the constant's number. */
    private static Object back(Class<?> type, Object constant) throws ReflectiveOperationException {
        Object number = type.getMethod("value").invoke(constant);
        return type.getMethod("of", int.class).invoke(null, number);
    }

    private static String name(Type type) {
        return switch (type) {
            case Class<?> one -> one.getSimpleName();
            case ParameterizedType one ->
                name(one.getRawType()) + "<"
                        + Arrays.stream(one.getActualTypeArguments())
                                .map(ApiTableTest::name)
                                .collect(joining(", "))
                        + ">";
            default -> type.getTypeName();
        };
    }

    private static Stream<Class<?>> classes(String pack) throws Exception {
        Path folder = Path.of(FaxError.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("org/caselli/" + pack);
        var classes = new ArrayList<Class<?>>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.class$", "");
                if (!name.equals("package-info")) {
                    classes.add(Class.forName("org.caselli." + pack + "." + name));
                }
            }
        }
        return classes.stream().filter(each -> !each.isMemberClass() && !each.isAnonymousClass());
    }
}
