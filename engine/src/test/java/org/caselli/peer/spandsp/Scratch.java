package org.caselli.peer.spandsp;
import java.nio.file.*;
import java.util.*;
import java.time.*;
import org.caselli.testkit.*;
import org.caselli.t38.udptl.*;
public class Scratch {
  public static void main(String[] a) throws Exception {
    var lib = Spandsp.require();
    Path out = Path.of("/tmp/wt-t38-out.tif"); Files.deleteIfExists(out);
    var tx = SpandspTerminal.sending(lib, Path.of("/work/shared/data/itu-charts/chart1.tif"));
    var rx = SpandspTerminal.receiving(lib, out);
    if (a.length>0) { tx.talkative(); rx.talkative(); }
    var rcv = new UdptlReceiver[]{new UdptlReceiver(Duration.ofMillis(200),p->true),new UdptlReceiver(Duration.ofMillis(200),p->true)};
    var t0 = new Object[]{null};
    VirtualPacketLine[] l = new VirtualPacketLine[1];
    var f = org.caselli.t38.ifp.Form.OF_1998;
    int[] n={0};
    l[0] = VirtualPacketLine.between(tx, rx).tap((c,d) -> { for (var r : rcv[c?0:1].take(d, Instant.EPOCH)) if (r instanceof UdptlReceiver.Received.Packet p) { var s=org.caselli.t38.ifp.Ifp.parse(p.octets(), f); n[0]++; if (a.length>0 && n[0]<260) System.out.println(l[0].elapsed()+" "+(c?">":"<")+" "+s+" "+HexFormat.of().formatHex(p.octets(),0,Math.min(20,p.octets().length))); }});
    long s=System.nanoTime();
    l[0].run();
    System.out.println(l[0].elapsed()+" tx "+tx.completion()+" rx "+rx.completion()+" ms "+(System.nanoTime()-s)/1e6+" lib "+tx.inLibrary()+" "+rx.inLibrary()+" sent "+l[0].sent());
    if (a.length>0) System.out.println(tx.said());
  }
}
