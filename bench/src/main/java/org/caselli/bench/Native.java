package org.caselli.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** A shared library of this machine, called through the foreign-function interface. */
final class Native {
    private final SymbolLookup symbols;

    /**
     * @param library as the loader knows it, such as {@code libtiff.so.6}
     * @throws IllegalArgumentException if it is not there
     */
    Native(String library) {
        this.symbols = SymbolLookup.libraryLookup(library, Arena.global());
    }

    MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    MethodHandle procedure(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    /** A function with arguments as C's {@code ...} takes them, from the given one on. */
    MethodHandle variadic(String name, int firstVariadic, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbols.findOrThrow(name),
                        FunctionDescriptor.of(result, arguments),
                        Linker.Option.firstVariadicArg(firstVariadic));
    }
}
