package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Makes jars as somebody else would send them: compiled from sources, and loaded by a class loader of their own. */
final class PlugInJar {
    private PlugInJar() {}

    /**
     * A jar with one extension.
     *
     * @param body of the class {@code plug.NAME}
     */
    static Path of(Path folder, String name, String body) throws IOException {
        Path source = folder.resolve(name + "-source").resolve("plug").resolve(name + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                "package plug; import java.util.*; import org.caselli.service.routing.*; public class " + name
                        + " implements InboundRoutingExtension {" + body + "}");
        return of(folder, name, List.of(source), "plug." + name);
    }

    /** A jar of these sources whose extension is this class. */
    static Path of(Path folder, String name, List<Path> sources, String extension) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classPath(), "-d", classes.toString()));
        sources.forEach(source -> arguments.add(source.toString()));
        var said = new ByteArrayOutputStream();
        int errors = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        assertThat(errors).as("the plug-in compiles: " + said).isZero();
        Path jar = folder.resolve(name + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                out.write(Files.readAllBytes(each));
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + InboundRoutingExtension.class.getName()));
            out.write(extension.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** What an extension is compiled against. */
    private static String classPath() {
        return Stream.of(InboundRoutingExtension.class, NullMarked.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What a plug-in says of itself, with this GUID, and what it does with a fax. */
    static String body(String uniqueName, String guid, String route) {
        return """
                public int apiVersion() { return API_VERSION; }
                public String uniqueName() { return "%s"; }
                public String friendlyName() { return "The %s"; }
                public List<Method> methods() { return List.of(new Method("%s", "Method of %s", "route")); }
                public RoutingResult route(RoutingRequest fax) throws Exception { %s }
                """.formatted(uniqueName, uniqueName, guid, uniqueName, route);
    }
}
