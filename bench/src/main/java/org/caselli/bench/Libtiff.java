package org.caselli.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.jspecify.annotations.Nullable;

/** libtiff as a codec: whole pages in one strip, to and from files, which should lie in memory ({@code /dev/shm}). */
final class Libtiff {
    private final MethodHandle open;
    private final MethodHandle close;
    private final MethodHandle setField;
    private final MethodHandle setDouble;
    private final MethodHandle writeStrip;
    private final MethodHandle readStrip;
    /** c: leave an uncompressed strip whole. */
    private final MemorySegment read = Arena.global().allocateFrom("rc");

    private final MemorySegment write = Arena.global().allocateFrom("w");

    Libtiff() {
        var library = new Native("libtiff.so.6");
        open = library.function("TIFFOpen", ADDRESS, ADDRESS, ADDRESS);
        close = library.procedure("TIFFClose", ADDRESS);
        setField = library.variadic("TIFFSetField", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        setDouble = library.variadic("TIFFSetField", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE);
        writeStrip = library.function("TIFFWriteEncodedStrip", JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG);
        readStrip = library.function("TIFFReadEncodedStrip", JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG);
        // It warns on standard error of nothing that matters here.
        try {
            var quiet = library.function("TIFFSetWarningHandler", ADDRESS, ADDRESS);
            MemorySegment before = (MemorySegment) quiet.invokeExact(MemorySegment.NULL);
            require(before != null);
        } catch (Throwable e) {
            throw new IllegalStateException("TIFFSetWarningHandler", e);
        }
    }

    /** @param coding null for none */
    void encode(MemorySegment file, Bitmap page, MemorySegment rows, @Nullable Coding coding) {
        try {
            MemorySegment tiff = (MemorySegment) open.invokeExact(file, write);
            set(tiff, 256, page.width());
            set(tiff, 257, page.height());
            set(tiff, 258, 1);
            set(tiff, 277, 1);
            set(tiff, 278, page.height());
            set(tiff, 262, 0);
            set(tiff, 259, coding == null ? 1 : coding == Coding.MMR ? 4 : 3);
            set(tiff, 296, 2);
            int done = (int) setDouble.invokeExact(tiff, 282, 204.0) & (int) setDouble.invokeExact(tiff, 283, 196.0);
            require(done == 1);
            if (coding == Coding.MR) {
                set(tiff, 292, 1);
            }
            long written = (long) writeStrip.invokeExact(tiff, 0, rows, rows.byteSize());
            require(written == rows.byteSize());
            close.invokeExact(tiff);
        } catch (Throwable e) {
            throw new IllegalStateException("libtiff does not write.", e);
        }
    }

    private void set(MemorySegment tiff, int tag, int value) throws Throwable {
        int done = (int) setField.invokeExact(tiff, tag, value);
        require(done == 1);
    }

    void decode(MemorySegment file, MemorySegment rows) {
        try {
            MemorySegment tiff = (MemorySegment) open.invokeExact(file, read);
            long octets = (long) readStrip.invokeExact(tiff, 0, rows, rows.byteSize());
            require(octets == rows.byteSize());
            close.invokeExact(tiff);
        } catch (Throwable e) {
            throw new IllegalStateException("libtiff does not read.", e);
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("libtiff did something else than asked.");
        }
    }

    static MemorySegment path(Path file) {
        return Arena.global().allocateFrom(file.toString());
    }
}
