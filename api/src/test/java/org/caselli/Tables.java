package org.caselli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the tables of documented members and values say that the interfaces should be, as lines such as
 * {@code FaxPort.setRings(int) void}, by the rules of docs/object-model.md.
 */
final class Tables {
    private static final Path WINDOWS = Path.of("src/test/resources/windows");

    /** Enums that are masks of bits: sets here. */
    private static final Set<String> MASKS = Set.of(
            "FAX_ACCESS_RIGHTS_ENUM",
            "FAX_ACCESS_RIGHTS_ENUM_2",
            "FAX_ACCOUNT_EVENTS_TYPE_ENUM",
            "FAX_JOB_OPERATIONS_ENUM",
            "FAX_JOB_STATUS_ENUM",
            "FAX_SERVER_EVENTS_TYPE_ENUM");

    /** What a type that says nothing (a VARIANT, an IDispatch) or too little holds, by member. */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("FaxServer.GetExtensionProperty", "byte[]"),
            Map.entry("FaxServer.SetExtensionProperty", "byte[]"),
            Map.entry("FaxServer.RegisterInboundRoutingExtension", "String[]"),
            Map.entry("FaxDevice.GetExtensionProperty", "byte[]"),
            Map.entry("FaxDevice.SetExtensionProperty", "byte[]"),
            Map.entry("FaxDevice.UsedRoutingMethods", "String[]"),
            Map.entry("FaxDeviceProvider.DeviceIds", "int[]"),
            Map.entry("FaxInboundRoutingExtension.Methods", "String[]"),
            Map.entry("FaxDocument.Bodies", "String[]"),
            Map.entry("FaxDocument.Submit", "String[]"),
            Map.entry("FaxDocument.ConnectedSubmit", "String[]"),
            Map.entry("FaxDocument.TapiConnection", "Object"),
            Map.entry("FaxSecurity.Descriptor", "byte[]"),
            Map.entry("FaxSecurity2.Descriptor", "byte[]"),
            Map.entry("FaxReceiptOptions.AllowedReceipts", "Set<FAX_RECEIPT_TYPE_ENUM>"),
            // Times of day, a span, and the dates that are never absent; all other dates may be.
            Map.entry("FaxOutgoingQueue.DiscountRateStart", "LocalTime"),
            Map.entry("FaxOutgoingQueue.DiscountRateEnd", "LocalTime"),
            Map.entry("FaxConfiguration.DiscountRateStart", "LocalTime"),
            Map.entry("FaxConfiguration.DiscountRateEnd", "LocalTime"),
            Map.entry("FaxStatus.ElapsedTime", "Duration"),
            Map.entry("FaxOutgoingJob.OriginalScheduledTime", "Instant"),
            Map.entry("FaxOutgoingJob.SubmissionTime", "Instant"),
            Map.entry("FaxOutgoingJob.ScheduledTime", "Instant"),
            Map.entry("FaxOutgoingMessage.OriginalScheduledTime", "Instant"),
            Map.entry("FaxOutgoingMessage.SubmissionTime", "Instant"),
            Map.entry("FaxOutgoingMessage.TransmissionStart", "Instant"),
            Map.entry("FaxOutgoingMessage.TransmissionEnd", "Instant"),
            Map.entry("FaxIncomingMessage.TransmissionStart", "Instant"),
            Map.entry("FaxIncomingMessage.TransmissionEnd", "Instant"));

    /** The table of faxcom has no parameters. */
    private static final Map<String, String> FAXCOM_PARAMETERS = Map.of(
            "FaxServer.Connect", "BSTR",
            "FaxServer.CreateDocument", "BSTR",
            "FaxPorts.get_Item", "long",
            "FaxJobs.get_Item", "long",
            "FaxRoutingMethods.get_Item", "long",
            "FaxJob.SetStatus", "long",
            "FaxTiff.TiffTagString", "long");

    private Tables() {}

    /** @param type for faxcomex with the parameters of a method: {@code (BSTR bstrJobId) -> IFaxIncomingJob} */
    private record Row(String library, String object, String member, String kind, String access, String type) {
        static Row of(String library, String line) {
            String[] columns = line.split("\t", -1);
            return new Row(library, interfaceName(columns[0]), columns[1], columns[2], columns[3], columns[4]);
        }

        private String key() {
            return object + "." + member;
        }

        private String result() {
            return type.replaceFirst("^\\(.*\\) -> ", "");
        }

        private List<String> parameters() {
            if (library.equals("faxcom")) {
                String one = FAXCOM_PARAMETERS.get(key());
                return one == null ? List.of() : List.of(one + " value");
            }
            String within = type.startsWith("(") ? type.substring(1, type.indexOf(')')) : "";
            return Stream.of(within.split(", "))
                    .filter(each -> !each.isEmpty() && !each.startsWith("out "))
                    .toList();
        }

        /** The members of an interface that stand for this row. */
        List<String> wanted() {
            if (member.equals("_NewEnum")) {
                return List.of(); // by its Item
            }
            var wanted = new ArrayList<String>();
            if (kind.equals("property")) {
                if (access.contains("R")) {
                    String java = java(result(), true);
                    wanted.addAll(calls(java.equals("boolean") ? "is" + member : "get" + member, java));
                }
                if (access.contains("W")) {
                    wanted.add(line("set" + member, List.of(java(result(), false)), "void"));
                }
            } else {
                String name = member.startsWith("get_") ? "get" + member.substring(4) : small(member);
                // The second forms give the jobs through a parameter, and as their value which body is at fault.
                wanted.addAll(calls(name, type.contains("out VARIANT") ? "String[]" : java(result(), true)));
            }
            if (member.equals("Item") || member.equals("get_Item")) {
                String one = java(result(), true);
                wanted.add(object + " is Iterable<" + (one.equals("int") ? "Integer" : one) + ">");
            }
            return wanted;
        }

        /** One, or two where a default argument may be left out, or where the index may be a name. */
        private List<String> calls(String name, String result) {
            List<String> parameters = parameters();
            var types = parameters.stream()
                    .map(each -> each.split(" ")[0])
                    .map(each -> each.equals("VARIANT") && !MEMBERS.containsKey(key()) ? "int" : java(each, false))
                    .toList();
            var calls = new ArrayList<String>();
            calls.add(line(name, types, result));
            if (!parameters.isEmpty() && parameters.getLast().contains(" = ")) {
                calls.add(line(name, types.subList(0, types.size() - 1), result));
            }
            if (parameters.equals(List.of("VARIANT vIndex"))) {
                calls.add(line(name, List.of("String"), result));
            }
            return calls;
        }

        private String line(String name, List<String> parameters, String result) {
            return object + "." + name + "(" + String.join(", ", parameters) + ") " + result;
        }

        private String java(String documented, boolean read) {
            return switch (documented) {
                case "BSTR", "String" -> "String";
                case "long", "int", "short" -> "int";
                case "VARIANT_BOOL", "boolean" -> "boolean";
                case "void" -> "void";
                case "DATE", "date" -> MEMBERS.getOrDefault(key(), read ? "Optional<Instant>" : "Instant");
                case "VARIANT", "IDispatch", "FAX_RECEIPT_TYPE_ENUM" -> MEMBERS.getOrDefault(key(), documented);
                default ->
                    MASKS.contains(documented)
                            ? "Set<" + documented + ">"
                            : documented.endsWith("_ENUM") ? documented : interfaceName(documented);
            };
        }
    }

    private static String small(String name) {
        return name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
    }

    /** {@code IFaxServer2} is the same object as {@code IFaxServer}; only FaxSecurity2 is one of its own. */
    private static String interfaceName(String documented) {
        return documented.equals("IFaxSecurity2")
                ? "FaxSecurity2"
                : documented.replaceFirst("^_?I", "").replaceFirst("2$", "");
    }

    static List<String> lines(String file) {
        try {
            return Files.readAllLines(WINDOWS.resolve(file)).stream().skip(1).toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** @param lines of a table of members, without its head */
    static Set<String> members(String library, List<String> lines) {
        var wanted = new TreeSet<String>();
        lines.stream()
                .filter(line -> !line.startsWith("faxcomex.")) // what faxcom's header repeats of the other library
                .map(line -> Row.of(library, line))
                .forEach(row -> wanted.addAll(row.wanted()));
        return wanted;
    }

    /** @param lines of a table of values, without its head */
    static Set<String> values(List<String> lines) {
        var wanted = new TreeSet<String>();
        lines.stream().map(line -> line.split("\t", -1)).forEach(columns -> {
            String type = columns[0].split(" ")[0];
            wanted.add(type + "." + columns[1] + " = " + columns[2]);
            if (MASKS.contains(type) || type.equals("FAX_RECEIPT_TYPE_ENUM")) { // whose sets only AllowedReceipts holds
                wanted.add(type + " is a mask");
            }
        });
        return wanted;
    }
}
