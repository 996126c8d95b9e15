package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.caselli.faxcomex.FaxAccountNotify;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxServerNotify;

/** A listener that keeps all it is told, and a test that waits for it. */
final class Heard {
    /** Only a stuck program takes so long. */
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);

    /** @param arguments all but the first, which is whose event it is */
    record Told(String event, Object source, List<Object> arguments, Thread thread) {
        /** Of a job or a message. */
        String id() {
            return (String) arguments.getFirst();
        }

        FaxJobStatus status() {
            return (FaxJobStatus) arguments.get(1);
        }

        boolean is(String wanted, Object... first) {
            return event.equals(wanted) && arguments.subList(0, first.length).equals(Arrays.asList(first));
        }

        @Override
        public String toString() {
            return event + arguments;
        }
    }

    /** What a handler does beside. */
    interface Handler {
        void on(Told told) throws Exception;
    }

    private final List<Told> told = new ArrayList<>();
    private final Handler handler;

    Heard() {
        this(told -> {});
    }

    Heard(Handler handler) {
        this.handler = handler;
    }

    FaxServerNotify server() {
        return listener(FaxServerNotify.class);
    }

    FaxAccountNotify account() {
        return listener(FaxAccountNotify.class);
    }

    private <T> T listener(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> hear(method, arguments)));
    }

    private Object hear(Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            try {
                return method.getName().equals("equals")
                        ? arguments[0] instanceof Proxy other && hashCode() == other.hashCode()
                        : method.invoke(this, arguments);
            } catch (InvocationTargetException cause) {
                throw cause.getCause();
            }
        }
        var one = new Told(
                method.getName(),
                arguments[0],
                Arrays.asList(arguments).subList(1, arguments.length),
                Thread.currentThread());
        synchronized (this) {
            told.add(one);
            notifyAll();
        }
        handler.on(one);
        return null;
    }

    synchronized List<Told> all() {
        return List.copyOf(told);
    }

    /** All of one job or message. */
    List<Told> of(String id) {
        return all().stream()
                .filter(one ->
                        !one.arguments().isEmpty() && one.arguments().getFirst().equals(id))
                .toList();
    }

    /** Waits until it has been told such a thing; the first one. */
    synchronized Told await(Predicate<Told> wanted) throws InterruptedException {
        long until = System.nanoTime() + LIMIT;
        while (true) {
            for (Told one : told) {
                if (wanted.test(one)) {
                    return one;
                }
            }
            long left = until - System.nanoTime();
            assertThat(left).as("waited for, but told only %s", told).isPositive();
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Waits for this event, which begins with these arguments. */
    Told await(String event, Object... first) throws InterruptedException {
        return await(one -> one.is(event, first));
    }

    /** Forgets everything. */
    synchronized void clear() {
        told.clear();
    }
}
