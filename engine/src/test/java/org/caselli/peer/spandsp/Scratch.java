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
    if (a[0].equals("bad")) { long seed = Long.parseLong(a[1]);
      var pages = List.of(new Page(TestPages.text(1728,1100,1), Resolution.STANDARD));
      var f = Path.of("/tmp/quick/t38-in.tif"); Files.write(f, TiffWriter.write(pages, TiffOptions.PLAIN));
      var ours = FaxEnd.answering(Station.of("+1 555 0199")); var theirs = SpandspTerminal.sending(Spandsp.require(), f).talkative();
      var bad = seed % 2 == 0 ? new VirtualPacketLine.Faults(Duration.ofMillis(40), Duration.ofMillis(60), 0.2, 1, 0.05)
                : new VirtualPacketLine.Faults(Duration.ofMillis(40), Duration.ofMillis(10), 0.04, 3, 0.05);
      VirtualPacketLine.between(theirs, ours, bad, seed).run();
      System.out.println(ours.diary()+"\n"+ours.pages()+theirs.completion()); System.out.println(theirs.said()); return; }
    if (a[0].equals("eom")) { var ours = FaxEnd.calling(Station.of("+1 555 0100"), List.of(new Page(TestPages.text(1728,300,1), Resolution.STANDARD), new Page(TestPages.text(1728,300,1), Resolution.FINE)));
 var theirs = SpandspTerminal.receiving(Spandsp.require(), Path.of("/tmp/quick/t38-out.tif")).talkative(); VirtualPacketLine.between(ours, theirs).run(); System.out.println(ours.diary()); System.out.println(theirs.said()); return; }
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
