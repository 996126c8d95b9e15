package org.caselli.peer.spandsp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.caselli.t38.udptl.UdptlReceiver;
import org.caselli.t38.udptl.UdptlReceiver.Received;
import org.caselli.t38.udptl.UdptlSender;
import org.caselli.testkit.PacketEnd;

/**
 * Spandsp's T.38 terminal as an end of a virtual line. It is driven every 20 ms, 160 samples at a time. The library has
 * no UDPTL; ours carries its IFP packets, in both directions.
 */
public final class SpandspTerminal implements PacketEnd, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final int SAMPLES = 160;
    private static final int COPIES = 3;

    private final Spandsp spandsp;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment terminal;
    private final MemorySegment core;
    private final MemorySegment t30;
    private final MemorySegment buffer;
    private final UdptlSender sender = new UdptlSender(400);
    private final UdptlReceiver receiver = new UdptlReceiver(Duration.ofMillis(200), packet -> true);
    private final List<byte[]> outgoing = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private Instant tick = Instant.MIN;
    private int sequence;
    private int completion = -1;
    private long nanos; // spent in the library
    private boolean hungUp;

    private SpandspTerminal(boolean calling) {
        this.spandsp = Spandsp.require();
        this.buffer = arena.allocate(2048);
        var sink = upcall(
                "packet",
                MethodType.methodType(
                        int.class, MemorySegment.class, MemorySegment.class, MemorySegment.class, int.class, int.class),
                FunctionDescriptor.of(
                        Spandsp.INT, Spandsp.POINTER, Spandsp.POINTER, Spandsp.POINTER, Spandsp.INT, Spandsp.INT));
        terminal = spandsp.pointer("t38_terminal_init", MemorySegment.NULL, calling ? 1 : 0, sink, MemorySegment.NULL);
        core = spandsp.pointer("t38_terminal_get_t38_core_state", terminal);
        t30 = spandsp.pointer("t38_terminal_get_t30_state", terminal);
        spandsp.nothing("t38_set_t38_version", core, 0);
        spandsp.number("t30_set_supported_resolutions", t30, Spandsp.RESOLUTIONS);
        spandsp.number("t30_set_supported_image_sizes", t30, Spandsp.SIZES);
        var end = upcall(
                "completed",
                MethodType.methodType(void.class, MemorySegment.class, MemorySegment.class, int.class),
                FunctionDescriptor.ofVoid(Spandsp.POINTER, Spandsp.POINTER, Spandsp.INT));
        spandsp.nothing("t30_set_phase_e_handler", t30, end, MemorySegment.NULL);
        modems(Spandsp.V27TER | Spandsp.V29 | Spandsp.V17);
        codings(Spandsp.MH | Spandsp.MR | Spandsp.MMR);
        errorCorrection(true);
        spandsp.number("t30_set_tx_ident", t30, arena.allocateFrom("+1 555 spandsp"));
    }

    /** It calls and sends this TIFF. Goes on only if the library is there. */
    public static SpandspTerminal sending(Path tiff) {
        var end = new SpandspTerminal(true);
        end.spandsp.nothing("t30_set_tx_file", end.t30, end.arena.allocateFrom(tiff.toString()), -1, -1);
        return end;
    }

    /** It answers and receives into this TIFF. Goes on only if the library is there. */
    public static SpandspTerminal receiving(Path tiff) {
        var end = new SpandspTerminal(false);
        end.spandsp.nothing("t30_set_rx_file", end.t30, end.arena.allocateFrom(tiff.toString()), -1);
        return end;
    }

    public SpandspTerminal modems(int modems) {
        spandsp.number("t30_set_supported_modems", t30, modems);
        return this;
    }

    public SpandspTerminal codings(int codings) {
        spandsp.number("t30_set_supported_compressions", t30, codings);
        return this;
    }

    public SpandspTerminal errorCorrection(boolean on) {
        spandsp.number("t30_set_ecm_capability", t30, on ? 1 : 0);
        return this;
    }

    /** Has it write its protocol down, for {@link #said()}. */
    public SpandspTerminal talkative() {
        var log = upcall(
                "line",
                MethodType.methodType(void.class, int.class, MemorySegment.class),
                FunctionDescriptor.ofVoid(Spandsp.INT, Spandsp.POINTER));
        for (var state : List.of(
                spandsp.pointer("t30_get_logging_state", t30),
                spandsp.pointer("t38_core_get_logging_state", core),
                spandsp.pointer("t38_terminal_get_logging_state", terminal))) {
            spandsp.nothing("span_log_set_message_handler", state, log);
            spandsp.number("span_log_set_level", state, 7);
        }
        return this;
    }

    public String said() {
        return String.join("", said);
    }

    /** T30_ERR_...: 0 if all went well, -1 if the call did not come to its end. */
    public int completion() {
        return completion;
    }

    /** Time spent within the library so far. */
    public Duration inLibrary() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public List<byte[]> begin(Instant now) {
        tick = now;
        return timeUp(now);
    }

    @Override
    public List<byte[]> hear(byte[] datagram, Instant now) {
        pass(receiver.take(datagram, now));
        return sent();
    }

    @Override
    public List<byte[]> timeUp(Instant now) {
        pass(receiver.timeUp(now));
        while (!tick.isAfter(now)) {
            tick = tick.plus(TICK);
            long start = System.nanoTime();
            boolean finished = spandsp.number("t38_terminal_send_timeout", terminal, SAMPLES) != 0;
            nanos += System.nanoTime() - start;
            hungUp |= finished || spandsp.number("t30_call_active", t30) == 0;
        }
        return sent();
    }

    @Override
    public Instant deadline() {
        return receiver.deadline().isBefore(tick) ? receiver.deadline() : tick;
    }

    @Override
    public boolean over() {
        return hungUp;
    }

    @Override
    public void close() {
        spandsp.number("t38_terminal_release", terminal);
        spandsp.number("t38_terminal_free", terminal);
        arena.close();
    }

    private void pass(List<Received> received) {
        for (Received one : received) {
            switch (one) {
                case Received.Lost(int count) -> sequence = sequence + count & 0xFFFF;
                case Received.Packet(byte[] octets) -> {
                    MemorySegment.copy(octets, 0, buffer, ValueLayout.JAVA_BYTE, 0, octets.length);
                    long start = System.nanoTime();
                    spandsp.number("t38_core_rx_ifp_packet", core, buffer, octets.length, sequence);
                    nanos += System.nanoTime() - start;
                    sequence = sequence + 1 & 0xFFFF;
                }
            }
        }
    }

    private List<byte[]> sent() {
        List<byte[]> datagrams = List.copyOf(outgoing);
        outgoing.clear();
        return datagrams;
    }

    @SuppressWarnings("unused") // called by the library: t38_tx_packet_handler_t
    private int packet(MemorySegment state, MemorySegment user, MemorySegment octets, int length, int count) {
        byte[] ifp = octets.reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
        byte[] datagram = sender.pack(ifp, COPIES);
        for (int i = 0; i < count; i++) {
            outgoing.add(Arrays.copyOf(datagram, datagram.length));
        }
        return 0;
    }

    @SuppressWarnings("unused") // called by the library: t30_phase_e_handler_t
    private void completed(MemorySegment state, MemorySegment user, int code) {
        completion = code;
    }

    @SuppressWarnings("unused") // called by the library: message_handler_func_t
    private void line(int level, MemorySegment text) {
        said.add(text.reinterpret(10_000).getString(0));
    }

    private MemorySegment upcall(String method, MethodType type, FunctionDescriptor descriptor) {
        try {
            var handle = MethodHandles.lookup().bind(this, method, type);
            return spandsp.upcall(handle, descriptor, arena);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
