package org.caselli.service.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;

/** Received faxes for the tests. */
final class Faxes {
    static final String ID = "0123456789abcdef";

    private Faxes() {}

    /** Two pages with a black bar each. */
    static byte[] tiff() {
        var pages = new ArrayList<Page>();
        for (int number = 1; number <= 2; number++) {
            var bitmap = new Bitmap(1728, 400);
            for (int x = 100; x < 1600; x++) {
                for (int y = 50 * number; y < 50 * number + 20; y++) {
                    bitmap.setBlack(x, y);
                }
            }
            pages.add(new Page(bitmap, Resolution.FINE));
        }
        return TiffWriter.write(pages, TiffOptions.PLAIN);
    }

    /** A request for one method, with this configuration. */
    static RoutingRequest request(Path folder, String method, byte[] data, Path... added) throws IOException {
        Path fax = folder.resolve("fax.tif");
        Files.write(fax, tiff());
        var files = new ArrayList<Path>();
        files.add(fax);
        files.addAll(List.of(added));
        return new RoutingRequest(
                method,
                ID,
                Instant.parse("2026-11-21T10:03:22Z"),
                Duration.ofSeconds(40),
                ZoneOffset.UTC,
                2,
                true,
                "+39 055 1234",
                "1001",
                "+390551234",
                "+4930111",
                7,
                "Loopback 1001",
                data,
                new byte[0],
                0,
                false,
                files);
    }
}
