package org.caselli.document;

import java.util.OptionalInt;
import org.caselli.image.Coding;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffPage;

/**
 * TIFF files whose pages are fax pages already, as this server and the Windows fax service make them: T.6 code, 1728 dots
 * wide, one resolution throughout. Rendering would give the same dots, so the file itself can be kept.
 */
public final class ReadyTiff {
    private ReadyTiff() {}

    /**
     * How many pages a file has that needs no rendering. Every page is decoded once, so that damage is found now and not
     * in the call.
     *
     * @param resolution that is wanted
     * @return empty if the file is anything else, or has anything wrong with it; rendering then says what
     */
    public static OptionalInt pages(Source source, Resolution resolution) {
        byte[] file = source.content();
        Limits limits = Limits.STANDARD;
        if (!TiffFile.looksLikeTiff(file) || file.length > limits.octets() || Ifd.leadsOutside(file)) {
            return OptionalInt.empty();
        }
        try {
            TiffFile tiff = TiffFile.read(file);
            if (tiff.pages() > limits.pages()) {
                return OptionalInt.empty();
            }
            for (int i = 0; i < tiff.pages(); i++) {
                if (!isReady(tiff.page(i), resolution, limits)) {
                    return OptionalInt.empty();
                }
            }
            return OptionalInt.of(tiff.pages());
        } catch (TiffException notReady) {
            return OptionalInt.empty();
        }
    }

    private static boolean isReady(TiffPage page, Resolution resolution, Limits limits) {
        return page.coding().filter(Coding.MMR::equals).isPresent()
                && page.damagedRows() == 0
                && page.missingRows() == 0
                && page.page().bitmap().width() == Paper.COLUMNS
                && page.page().resolution() == resolution
                && TiffPages.isFax(page)
                && page.page().bitmap().height() / resolution.linesPerMm() <= limits.lengthMm();
    }
}
