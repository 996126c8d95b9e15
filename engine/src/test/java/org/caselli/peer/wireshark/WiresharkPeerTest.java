package org.caselli.peer.wireshark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Station;
import org.caselli.testkit.FaxEnd;
import org.caselli.testkit.Peers;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualPacketLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole call written to a capture file: Wireshark's own T.38 and T.30 dissectors have to understand every packet. */
class WiresharkPeerTest {
    private static final int CALLER_PORT = 40_000;
    private static final int ANSWERER_PORT = 40_002;

    @TempDir
    Path folder;

    @BeforeEach
    void requireTshark() {
        Peers.require("tshark");
    }

    @Test
    void wireshark_reads_every_packet_and_the_conversation_in_them() throws Exception {
        var packets = new ArrayList<byte[]>();
        var seen = new HashSet<String>();
        FaxEnd caller = FaxEnd.calling(
                Station.of("+1 555 0100"), List.of(new Page(TestPages.text(1728, 400, 5), Resolution.FINE)));
        FaxEnd answerer = FaxEnd.answering(Station.of("+1 555 0199"));
        VirtualPacketLine.between(caller, answerer)
                .tap((fromCaller, datagram) -> {
                    // Packets that are said again for safety would confuse Wireshark, which joins frames without
                    // looking.
                    if (seen.add(fromCaller + " " + datagram[0] + " " + datagram[1])) {
                        packets.add(captured(fromCaller, packets.size(), datagram));
                    }
                })
                .run();
        assertThat(caller.outcome()).as(caller.diary()).isEqualTo(Outcome.DELIVERED);
        Path capture = written(packets);

        List<String> summaries = dissected(capture, "_ws.col.Info");
        assertThat(summaries)
                .hasSize(packets.size())
                .allSatisfy(line -> assertThat(line)
                        .doesNotContainIgnoringCase("malformed")
                        .doesNotContainIgnoringCase("unreassembled")
                        .contains("UDP: UDPTLPacket Seq="));
        assertThat(dissected(capture, "_ws.malformed")).allMatch(String::isEmpty);

        String frames = String.join(" ", summaries);
        assertThat(frames)
                .contains("CSI")
                .contains("DIS")
                .contains("TSI")
                .contains("DCS - Digital Command Signal")
                .contains("CFR - Confirmation To Receive")
                .contains("PPS")
                .contains("MCF - Message Confirmation")
                .contains("DCN - Disconnect");
        assertThat(String.join(" ", dissected(capture, "t30.fif.number"))).contains("+1 555 0100", "+1 555 0199");
    }

    private List<String> dissected(Path capture, String field) {
        // Errors of the program itself ("running as root") would stand among its output; it writes to a file instead.
        String said = Peers.run(
                folder,
                "sh",
                "-c",
                "exec tshark -r \"$0\" -d udp.port==" + CALLER_PORT + ",t38 -d udp.port==" + ANSWERER_PORT
                        + ",t38 -T fields -e \"$1\" 2>errors.txt",
                capture.toString(),
                field);
        return said.lines().toList();
    }

    /** The classic pcap format; its packets begin with their IPv4 header (LINKTYPE_RAW). */
    private Path written(List<byte[]> packets) throws IOException {
        Path file = folder.resolve("call.pcap");
        try (var out = Files.newOutputStream(file)) {
            ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4);
            header.putInt(0).putInt(0).putInt(65_535).putInt(101);
            out.write(header.array());
            for (byte[] packet : packets) {
                out.write(packet);
            }
        }
        return file;
    }

    /** The record of a datagram in the capture: time, lengths, IPv4 and UDP headers, payload. */
    private static byte[] captured(boolean fromCaller, int index, byte[] datagram) {
        int length = 20 + 8 + datagram.length;
        ByteBuffer record = ByteBuffer.allocate(16 + length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(index / 50).putInt(index % 50 * 20_000).putInt(length).putInt(length);
        record.order(ByteOrder.BIG_ENDIAN);
        record.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0);
        record.put((byte) 64).put((byte) 17).putShort((short) 0);
        record.put(new byte[] {10, 0, 0, (byte) (fromCaller ? 1 : 2)});
        record.put(new byte[] {10, 0, 0, (byte) (fromCaller ? 2 : 1)});
        record.putShort((short) (fromCaller ? CALLER_PORT : ANSWERER_PORT));
        record.putShort((short) (fromCaller ? ANSWERER_PORT : CALLER_PORT));
        record.putShort((short) (8 + datagram.length)).putShort((short) 0);
        return record.put(datagram).array();
    }
}
