package org.caselli.peer.spandsp;
import java.nio.file.*;
import java.util.*;
import java.time.*;
import org.caselli.testkit.*;
import org.caselli.image.*;
import org.caselli.image.tiff.*;
import org.caselli.t30.*;
import org.caselli.t38.udptl.*;
public class Scratch {
  public static void main(String[] a) throws Exception {
    var chart = TiffFile.read(Files.readAllBytes(Path.of("/work/shared/data/itu-charts/chart1.tif"))).page(0).page();
    String what = a[0];
    PacketEnd tx, rx;
    Path out = Path.of("/tmp/quick/t38-out.tif"); Files.deleteIfExists(out);
    if (what.startsWith("o")) tx = FaxEnd.calling(Station.of("+1 555 0100"), List.of(chart));
    else tx = SpandspTerminal.sending(Spandsp.require(), Path.of("/work/shared/data/itu-charts/chart1.tif"));
    if (what.endsWith("o")) rx = FaxEnd.answering(Station.of("+1 555 0199"));
    else rx = SpandspTerminal.receiving(Spandsp.require(), out);
    for (var e : List.of(tx,rx)) if (a.length>1 && e instanceof SpandspTerminal s) s.talkative();
    var l = VirtualPacketLine.between(tx, rx);
    try { l.run(); } catch (Throwable t) { System.out.println(t.toString()); }
    System.out.println(l.elapsed()+" sent "+l.sent());
    for (var e : List.of(tx,rx)) {
      if (e instanceof SpandspTerminal s) System.out.println("spandsp "+s.completion()+"\n"+(a.length>1?s.said():""));
      else { System.out.println(((FaxEnd)e).diary()); 
        for (var p : ((FaxEnd)e).pages()) System.out.println(p.complete()+" "+p.damagedRows()+" same "+p.page().bitmap().equals(chart.bitmap())); }
    }
  }
}
