package org.caselli.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.caselli.image.Coding;
import org.jspecify.annotations.Nullable;

/** libspandsp as a codec, by its documented t4_tx and t4_rx functions. */
final class Spandsp {
    private static final int CHUNK = 1 << 16;

    private final MethodHandle txInit;
    private final MethodHandle txEncoding;
    private final MethodHandle txStart;
    private final MethodHandle txChunk;
    private final MethodHandle txFree;
    private final MethodHandle rxInit;
    private final MethodHandle rxHandler;
    private final MethodHandle rxEncoding;
    private final MethodHandle rxWidth;
    private final MethodHandle rxStart;
    private final MethodHandle rxChunk;
    private final MethodHandle rxEnd;
    private final MethodHandle rxFree;
    private final MemorySegment rowHandler;
    private final MemorySegment chunk = Arena.global().allocate(CHUNK);
    private int rows;
    private @Nullable ByteArrayOutputStream kept;

    Spandsp() {
        var library = new Native("libspandsp.so.2");
        txInit = library.function("t4_tx_init", ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
        txEncoding = library.procedure("t4_tx_set_tx_encoding", ADDRESS, JAVA_INT);
        txStart = library.function("t4_tx_start_page", JAVA_INT, ADDRESS);
        txChunk = library.function("t4_tx_get_chunk", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        txFree = library.function("t4_tx_free", JAVA_INT, ADDRESS);
        rxInit = library.function("t4_rx_init", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        rxHandler = library.function("t4_rx_set_row_write_handler", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        rxEncoding = library.procedure("t4_rx_set_rx_encoding", ADDRESS, JAVA_INT);
        rxWidth = library.procedure("t4_rx_set_image_width", ADDRESS, JAVA_INT);
        rxStart = library.function("t4_rx_start_page", JAVA_INT, ADDRESS);
        rxChunk = library.function("t4_rx_put_chunk", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        rxEnd = library.function("t4_rx_end_page", JAVA_INT, ADDRESS);
        rxFree = library.function("t4_rx_free", JAVA_INT, ADDRESS);
        try {
            MethodHandle row = MethodHandles.lookup()
                    .findVirtual(
                            Spandsp.class,
                            "row",
                            MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class, long.class))
                    .bindTo(this);
            rowHandler = Linker.nativeLinker()
                    .upcallStub(row, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG), Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called for each row that was decoded. */
    int row(MemorySegment data, MemorySegment octets, long length) {
        if (length > 0) {
            rows++;
            if (kept != null) {
                kept.writeBytes(octets.reinterpret(length).toArray(JAVA_BYTE));
            }
        }
        return 0;
    }

    /** As its header t4_rx.h numbers them. */
    private static int encoding(Coding coding) {
        return switch (coding) {
            case MH -> 1;
            case MR -> 2;
            case MMR -> 3;
        };
    }

    /**
     * Reads a page from its file and codes it, for spandsp does both when a page is started; then takes the code.
     *
     * @return octets of code
     */
    int encode(MemorySegment file, Coding coding) {
        try {
            MemorySegment tx = (MemorySegment) txInit.invokeExact(MemorySegment.NULL, file, -1, -1);
            txEncoding.invokeExact(tx, encoding(coding));
            int failed = (int) txStart.invokeExact(tx);
            int octets = 0;
            int length;
            do {
                length = (int) txChunk.invokeExact(tx, chunk, CHUNK);
                octets += Math.max(0, length);
            } while (length == CHUNK);
            failed |= (int) txFree.invokeExact(tx);
            if (failed != 0) {
                throw new IllegalStateException("spandsp gave " + failed);
            }
            return octets;
        } catch (Throwable e) {
            throw new IllegalStateException("spandsp does not code.", e);
        }
    }

    /** As {@link #decode}, but it gives the rows: to see that it decodes what we decode. */
    byte[] rows(MemorySegment file, MemorySegment code, Coding coding, int width) {
        var all = new ByteArrayOutputStream();
        kept = all;
        int count = decode(file, code, coding, width);
        kept = null;
        if (count == 0) {
            throw new IllegalStateException("spandsp finds no row.");
        }
        return all.toByteArray();
    }

    /** Decodes a page; the number of its rows. It takes the least significant bit of an octet first. */
    int decode(MemorySegment file, MemorySegment code, Coding coding, int width) {
        try {
            rows = 0;
            MemorySegment rx = (MemorySegment) rxInit.invokeExact(MemorySegment.NULL, file, 3);
            int failed = (int) rxHandler.invokeExact(rx, rowHandler, MemorySegment.NULL);
            rxEncoding.invokeExact(rx, encoding(coding));
            rxWidth.invokeExact(rx, width);
            failed |= (int) rxStart.invokeExact(rx);
            int ended = (int) rxChunk.invokeExact(rx, code, (int) code.byteSize());
            failed |= (int) rxEnd.invokeExact(rx);
            failed |= (int) rxFree.invokeExact(rx);
            if (failed != 0) {
                throw new IllegalStateException("spandsp gave " + failed + " and " + ended);
            }
            return rows;
        } catch (Throwable e) {
            throw new IllegalStateException("spandsp does not decode.", e);
        }
    }
}
