package org.caselli.objectmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.caselli.fax.FaxError;
import org.junit.jupiter.api.Test;

/**
 * Every interface of faxcom and faxcomex stands in the list {@code COVERS} of a test that calls all its members on a running
 * server, and fails at its end if it has not ({@link Called#missing}).
 */
class EveryMemberTest {
    @Test
    void every_interface_has_a_test_that_calls_all_its_members_on_a_running_server() throws Exception {
        var interfaces = new ArrayList<Class<?>>();
        for (String name : List.of("faxcom", "faxcomex")) {
            classes(FaxError.class, name).filter(Class::isInterface).forEach(interfaces::add);
        }
        var covered = new ArrayList<Class<?>>();
        for (String name : List.of("objectmodel/faxcom", "objectmodel/faxcomex")) {
            for (Class<?> test : classes(EveryMemberTest.class, name).toList()) {
                for (Field field : test.getDeclaredFields()) {
                    if (field.getName().equals("COVERS")) {
                        field.setAccessible(true);
                        ((List<?>) field.get(null)).forEach(one -> covered.add((Class<?>) one));
                    }
                }
            }
        }
        assertThat(interfaces).hasSizeGreaterThan(60);
        assertThat(covered).containsExactlyInAnyOrderElementsOf(interfaces);
    }

    /** The classes of a package, in the folder or the jar from which another class has been loaded. */
    private static Stream<Class<?>> classes(Class<?> beside, String name) throws Exception {
        Path place = Path.of(
                beside.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return classes(place.resolve("org/caselli/" + name), name);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return classes(jar.getPath("org/caselli/" + name), name);
        }
    }

    private static Stream<Class<?>> classes(Path folder, String name) throws Exception {
        var classes = new ArrayList<Class<?>>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String simple = file.getFileName().toString();
                if (simple.endsWith(".class") && !simple.equals("package-info.class")) {
                    classes.add(Class.forName(
                            "org.caselli." + name.replace('/', '.') + "." + simple.substring(0, simple.length() - 6)));
                }
            }
        }
        return classes.stream();
    }
}
