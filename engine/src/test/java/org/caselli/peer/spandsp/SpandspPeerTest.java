package org.caselli.peer.spandsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.Carrier;
import org.caselli.t30.ReceivedPage;
import org.caselli.t30.Station;
import org.caselli.t38.T38Options;
import org.caselli.testkit.FaxEnd;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualPacketLine;
import org.caselli.testkit.VirtualPacketLine.Faults;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls between our terminal and spandsp's; every page has to arrive dot by dot. */
class SpandspPeerTest {
    private static final int WIDTH = TestPages.A4_WIDTH;

    @TempDir
    Path folder;

    @BeforeEach
    void requireSpandsp() {
        Spandsp.require();
    }

    @ParameterizedTest
    @CsvSource({
        "MH, true, V17",
        "MR, true, V17",
        "MMR, true, V17",
        "MMR, true, V29",
        "MMR, true, V27TER",
        "MH, false, V17",
        "MR, false, V17",
        "MH, false, V29",
        "MR, false, V27TER"
    })
    void what_we_send_spandsp_receives(Coding coding, boolean errorCorrection, String modem) throws Exception {
        List<Page> pages = threePages();
        FaxEnd ours = FaxEnd.calling(station(coding, errorCorrection, modem), pages);
        try (var theirs = SpandspTerminal.receiving(folder.resolve("received.tif"))) {
            VirtualPacketLine.between(ours, theirs.modems(modems(modem))).run();
            assertThat(ours.outcome()).as(ours.diary()).isEqualTo(Outcome.DELIVERED);
            assertThat(theirs.completion()).isZero();
        }
        assertSamePages(pages, received());
    }

    @ParameterizedTest
    @CsvSource({
        "MH, true, V17",
        "MR, true, V17",
        "MMR, true, V17",
        "MMR, true, V29",
        "MMR, true, V27TER",
        "MH, false, V17",
        "MR, false, V17",
        "MH, false, V29",
        "MR, false, V27TER"
    })
    void what_spandsp_sends_we_receive(Coding coding, boolean errorCorrection, String modem) throws Exception {
        List<Page> pages = threePages();
        FaxEnd ours = FaxEnd.answering(station(coding, errorCorrection, modem));
        try (var theirs = SpandspTerminal.sending(written(pages))) {
            VirtualPacketLine.between(
                            theirs.modems(modems(modem))
                                    .codings(codings(coding))
                                    .errorCorrection(errorCorrection),
                            ours)
                    .run();
            assertThat(ours.outcome()).as(ours.diary()).isEqualTo(Outcome.RECEIVED);
            assertThat(theirs.completion()).isZero();
        }
        assertSamePages(pages, ours.pages().stream().map(ReceivedPage::page).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void on_a_bad_network_error_correction_brings_every_dot_to_spandsp(long seed) throws Exception {
        List<Page> pages = List.of(page(1, 1100, Resolution.STANDARD));
        FaxEnd ours = FaxEnd.calling(Station.of("+1 555 0100"), pages);
        try (var theirs = SpandspTerminal.receiving(folder.resolve("received.tif"))) {
            VirtualPacketLine.between(ours, theirs, bad(seed), seed).run();
            assertThat(ours.outcome()).as("seed " + seed + "\n" + ours.diary()).isEqualTo(Outcome.DELIVERED);
        }
        assertSamePages(pages, received());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void on_a_bad_network_error_correction_brings_every_dot_from_spandsp(long seed) throws Exception {
        List<Page> pages = List.of(page(1, 1100, Resolution.STANDARD));
        FaxEnd ours = FaxEnd.answering(Station.of("+1 555 0199"));
        try (var theirs = SpandspTerminal.sending(written(pages))) {
            VirtualPacketLine.between(theirs, ours, bad(seed), seed).run();
            assertThat(ours.outcome()).as("seed " + seed + "\n" + ours.diary()).isEqualTo(Outcome.RECEIVED);
        }
        assertSamePages(pages, ours.pages().stream().map(ReceivedPage::page).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {72, 176, 1400})
    void small_datagrams_reach_spandsp_whole(int limit) throws Exception {
        List<Page> pages = List.of(page(9, 600, Resolution.STANDARD));
        FaxEnd ours = FaxEnd.calling(Station.of("+1 555 0100"), pages).with(T38Options.STANDARD.withMaxDatagram(limit));
        try (var theirs = SpandspTerminal.receiving(folder.resolve("received.tif"))) {
            VirtualPacketLine.between(ours, theirs).run();
            assertThat(ours.outcome()).as(ours.diary()).isEqualTo(Outcome.DELIVERED);
        }
        assertSamePages(pages, received());
    }

    @Test
    void pages_that_are_hard_to_code_arrive_both_ways() throws Exception {
        List<Page> pages = List.of(
                new Page(TestPages.white(WIDTH, 300), Resolution.FINE),
                new Page(TestPages.checker(WIDTH, 300), Resolution.FINE),
                new Page(TestPages.noise(WIDTH, 300, 0.5, 4), Resolution.FINE),
                new Page(TestPages.black(WIDTH, 300), Resolution.FINE));
        FaxEnd sender = FaxEnd.calling(Station.of("+1 555 0100"), pages);
        try (var theirs = SpandspTerminal.receiving(folder.resolve("received.tif"))) {
            VirtualPacketLine.between(sender, theirs).run();
            assertThat(sender.outcome()).as(sender.diary()).isEqualTo(Outcome.DELIVERED);
        }
        assertSamePages(pages, received());
        FaxEnd receiver = FaxEnd.answering(Station.of("+1 555 0199"));
        try (var theirs = SpandspTerminal.sending(written(pages))) {
            VirtualPacketLine.between(theirs, receiver).run();
            assertThat(receiver.outcome()).as(receiver.diary()).isEqualTo(Outcome.RECEIVED);
        }
        assertSamePages(pages, receiver.pages().stream().map(ReceivedPage::page).toList());
    }

    private static Faults bad(long seed) {
        return seed % 2 == 0
                ? new Faults(Duration.ofMillis(40), Duration.ofMillis(60), 0.2, 1, 0.05)
                : new Faults(Duration.ofMillis(40), Duration.ofMillis(10), 0.04, 3, 0.05);
    }

    private static Station station(Coding coding, boolean errorCorrection, String modem) {
        return Station.of("+1 555 0100")
                .with(Abilities.ALL
                        .withCarriers(carriers(modem))
                        .withCodings(upTo(coding))
                        .withErrorCorrection(errorCorrection));
    }

    private static Set<Coding> upTo(Coding coding) {
        return coding == Coding.MH ? Set.of(Coding.MH) : Set.of(Coding.MH, coding);
    }

    private static Set<Carrier> carriers(String modem) {
        EnumSet<Carrier> carriers = EnumSet.of(Carrier.V27TER_2400);
        for (Carrier carrier : Carrier.values()) {
            if (carrier.name().startsWith(modem)) {
                carriers.add(carrier);
            }
        }
        return carriers;
    }

    private static int modems(String modem) {
        return switch (modem) {
            case "V17" -> Spandsp.V17 | Spandsp.V29 | Spandsp.V27TER;
            case "V29" -> Spandsp.V29 | Spandsp.V27TER;
            default -> Spandsp.V27TER;
        };
    }

    private static int codings(Coding coding) {
        return switch (coding) {
            case MH -> Spandsp.MH;
            case MR -> Spandsp.MH | Spandsp.MR;
            case MMR -> Spandsp.MH | Spandsp.MMR;
        };
    }

    private static List<Page> threePages() {
        return List.of(
                page(1, 700, Resolution.FINE), page(2, 500, Resolution.STANDARD), page(3, 300, Resolution.SUPERFINE));
    }

    private static Page page(long seed, int height, Resolution resolution) {
        return new Page(TestPages.text(WIDTH, height, seed), resolution);
    }

    private Path written(List<Page> pages) throws IOException {
        return Files.write(folder.resolve("sent.tif"), TiffWriter.write(pages, TiffOptions.PLAIN));
    }

    private List<Page> received() throws IOException, TiffException {
        TiffFile file = TiffFile.read(Files.readAllBytes(folder.resolve("received.tif")));
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < file.pages(); i++) {
            pages.add(file.page(i).page());
        }
        return pages;
    }

    private static void assertSamePages(List<Page> sent, List<Page> received) {
        assertThat(received).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            Bitmap expected = sent.get(i).bitmap();
            Bitmap actual = received.get(i).bitmap();
            assertThat(actual.height()).as("rows of page " + (i + 1)).isEqualTo(expected.height());
            assertThat(actual.equals(expected))
                    .as("page " + (i + 1) + " is the same")
                    .isTrue();
            assertThat(received.get(i).resolution())
                    .as("page " + (i + 1))
                    .isEqualTo(sent.get(i).resolution());
        }
    }
}
