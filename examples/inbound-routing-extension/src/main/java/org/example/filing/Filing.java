package org.example.filing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caselli.service.routing.InboundRoutingExtension;
import org.caselli.service.routing.MethodText;
import org.caselli.service.routing.RoutingRequest;
import org.caselli.service.routing.RoutingResult;

/**
 * Two routing methods. One tells the built-in method "Store in a folder", which runs later, to take a folder of its own for
 * each of our numbers. The other one writes a line of JSON about each fax.
 */
public final class Filing implements InboundRoutingExtension {
    static final String BY_NUMBER = "{5b7a0d52-3f0c-4a53-9d0e-2f4f3ad6a001}";
    static final String LIST = "{5b7a0d52-3f0c-4a53-9d0e-2f4f3ad6a002}";

    /** The built-in method, as the documents of the Fax Service name it. */
    private static final String STORE_IN_FOLDER = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";

    @Override
    public int apiVersion() {
        return API_VERSION;
    }

    @Override
    public String uniqueName() {
        return "org.example.filing";
    }

    @Override
    public String friendlyName() {
        return "Filing";
    }

    @Override
    public List<Method> methods() {
        return List.of(
                new Method(BY_NUMBER, "Choose the folder by the number called", "byNumber"),
                new Method(LIST, "Write a line of JSON", "list"));
    }

    @Override
    public Optional<String> complaint(String guid, byte[] data) {
        return data.length == 0
                ? Optional.of(
                        guid.equals(LIST)
                                ? "Give the whole path of the file that gets the lines."
                                : "Give the whole path of the folder that holds one folder for each number.")
                : Optional.empty();
    }

    @Override
    public RoutingResult route(RoutingRequest fax) throws IOException {
        return fax.method().equals(LIST) ? list(fax) : byNumber(fax);
    }

    private static RoutingResult byNumber(RoutingRequest fax) {
        String number = fax.routingInformation().replaceAll("[^0-9A-Za-z+]", "-");
        Path folder = Path.of(fax.text()).resolve(number.isEmpty() ? "unknown" : number);
        return new RoutingResult.Done(
                Map.of(STORE_IN_FOLDER, MethodText.write(folder.toString())), List.of(), Set.of());
    }

    private static RoutingResult list(RoutingRequest fax) throws IOException {
        Path file = Path.of(fax.text());
        String line = "{\"id\":\"%s\",\"receivedAt\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"pages\":%d}"
                .formatted(
                        fax.jobId(),
                        fax.receivedAt(),
                        quoted(fax.sender()),
                        quoted(fax.routingInformation()),
                        fax.pages());
        // The server may have died after the line was written and before it knew: then it is there already.
        if (fax.again() && Files.exists(file) && Files.readAllLines(file).contains(line)) {
            return RoutingResult.done();
        }
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return RoutingResult.done();
    }

    private static String quoted(String text) {
        return text.replaceAll("[\\p{Cntrl}\"\\\\]", "?");
    }
}
