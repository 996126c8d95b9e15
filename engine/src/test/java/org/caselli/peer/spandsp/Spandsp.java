package org.caselli.peer.spandsp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caselli.testkit.Peers;
import org.jspecify.annotations.Nullable;

/** The functions of libspandsp.so.2 that we use, as its public headers declare them. Structures stay opaque. */
public final class Spandsp {
    static final int V27TER = 1;
    static final int V29 = 2;
    static final int V17 = 4;
    static final int MH = 2;
    static final int MR = 4;
    static final int MMR = 8;
    /** Standard, fine and superfine lines, 8 dots/mm. */
    static final int RESOLUTIONS = 1 | 2 | 4 | 0x20000;
    /** 215, 255 and 303 mm wide, of any length. */
    static final int SIZES = 1 | 2 | 4 | 0x10000 | 0x20000 | 0x40000;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private static @Nullable Spandsp loaded;

    private final SymbolLookup library;
    private final Linker linker = Linker.nativeLinker();
    private final Map<String, MethodHandle> handles = new ConcurrentHashMap<>();

    private Spandsp(SymbolLookup library) {
        this.library = library;
    }

    /** Goes on only if the library is there. */
    public static synchronized Spandsp require() {
        Spandsp known = loaded;
        if (known == null) {
            known = new Spandsp(Peers.requireLibrary("libspandsp.so.2"));
            loaded = known;
        }
        return known;
    }

    /** A pointer to one of our methods, for the life of the arena. */
    MemorySegment upcall(MethodHandle target, FunctionDescriptor descriptor, Arena arena) {
        return linker.upcallStub(target, descriptor, arena);
    }

    MemorySegment pointer(String function, Object... arguments) {
        return (MemorySegment) call(function, POINTER, arguments);
    }

    int number(String function, Object... arguments) {
        return (int) call(function, INT, arguments);
    }

    void nothing(String function, Object... arguments) {
        call(function, null, arguments);
    }

    /** Every argument is an int, or a pointer. */
    private Object call(String function, @Nullable MemoryLayout result, Object... arguments) {
        MethodHandle handle = handles.computeIfAbsent(function, name -> {
            MemoryLayout[] layouts = new MemoryLayout[arguments.length];
            for (int i = 0; i < layouts.length; i++) {
                layouts[i] = arguments[i] instanceof Integer ? INT : POINTER;
            }
            MemorySegment address = library.find(name)
                    .orElseThrow(() -> new AssertionError("This libspandsp has no function " + name + "."));
            return linker.downcallHandle(
                    address,
                    result == null ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(result, layouts));
        });
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError("Calling " + function + " failed.", e);
        }
    }
}
