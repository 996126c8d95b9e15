package org.caselli.objectmodel;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caselli.faxcomex.FaxAccountNotify;
import org.caselli.faxcomex.FaxServerNotify;

/**
 * Which members of the object model were called on a running server. What it watches, and all that comes from that, tells it
 * of each call; an object that it watches may be given to another one.
 */
public final class Called {
    private final Set<String> members = new ConcurrentSkipListSet<>();

    private record Watched(Object object, Called called) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (isOfTheObjectModel(method.getDeclaringClass())) {
                called.members.add(name(method));
            } else if (method.getName().equals("iterator") || method.getName().equals("close")) {
                called.members.add(object.getClass().getInterfaces()[0].getSimpleName() + "." + method.getName());
            }
            // What a listener is told is watched, too; what an object is given is what it has given out itself.
            UnaryOperator<Object> given = isListener(object) ? called::watchedResult : Called::plain;
            Object[] passed = arguments == null
                    ? null
                    : Arrays.stream(arguments).map(given).toArray();
            try {
                return called.watchedResult(method.invoke(object, passed));
            } catch (InvocationTargetException cause) {
                throw cause.getCause();
            }
        }
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getPackageName().replace("org.caselli.", "") + "."
                + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "("
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static boolean isOfTheObjectModel(Class<?> type) {
        return type.isInterface() && type.getPackageName().startsWith("org.caselli.fax");
    }

    private static boolean isListener(Object object) {
        return object instanceof FaxServerNotify || object instanceof FaxAccountNotify;
    }

    /** A listener stays watched. */
    private static Object plain(Object argument) {
        return argument instanceof Proxy
                        && Proxy.getInvocationHandler(argument) instanceof Watched watched
                        && !isListener(watched.object())
                ? watched.object()
                : argument;
    }

    private Object watchedResult(Object result) {
        return switch (result) {
            case null -> null;
            case Optional<?> some -> some.map(this::watchedResult);
            case Iterator<?> items ->
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return items.hasNext();
                    }

                    @Override
                    public Object next() {
                        return watchedResult(items.next());
                    }
                };
            default ->
                Stream.of(result.getClass().getInterfaces()).anyMatch(Called::isOfTheObjectModel)
                        ? proxy(result)
                        : result;
        };
    }

    private Object proxy(Object object) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(), object.getClass().getInterfaces(), new Watched(object, this));
    }

    /** The same object, whose calls are noted; also a listener, for what is told to it. */
    public <T> T watch(Class<T> type, T object) {
        return type.cast(
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, new Watched(object, this)));
    }

    /**
     * The members of these interfaces that nobody has called yet; without those that the interface itself answers. What was
     * called is written into {@code target/object-model-calls}, a file for each test.
     */
    public List<String> missing(Class<?> test, List<Class<?>> interfaces) throws IOException {
        Path list = Files.createDirectories(Path.of("target", "object-model-calls"));
        Files.write(list.resolve(test.getSimpleName() + ".txt"), members);
        return interfaces.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                        .filter(method ->
                                !method.isDefault() || type.getSimpleName().endsWith("Notify"))
                        .map(Called::name))
                .filter(member -> !members.contains(member))
                .sorted()
                .toList();
    }
}
