package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.caselli.image.Bitmap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalftoneTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 250, 1728})
    void black_and_white_stay_as_they_are_at_any_width(int width) {
        for (long seed = 1; seed <= 30; seed++) {
            var random = new SplittableRandom(seed);
            var canvas = new Canvas(width, 40);
            var grey = new boolean[width * 40];
            for (int i = 0; i < canvas.grey.length; i++) {
                // Rows of all kinds: white, black and white, with a little grey or much.
                int kind = i / width % 5;
                int v = kind == 0 ? 255 : random.nextInt(3) == 0 ? 0 : 255;
                if (kind >= 3 && random.nextInt(kind == 3 ? 50 : 2) == 0) {
                    v = random.nextInt(1, 255);
                    grey[i] = true;
                }
                canvas.grey[i] = (byte) v;
            }
            Bitmap dots = Halftone.dots(canvas);
            for (int i = 0; i < grey.length; i++) {
                if (!grey[i] && dots.isBlack(i % width, i / width) != (canvas.grey[i] == 0)) {
                    fail("seed %d: column %d, row %d has changed", seed, i % width, i / width);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 40, 128, 220, 250})
    void a_narrow_strip_of_grey_has_its_ink(int level) {
        var canvas = new Canvas(1728, 400);
        for (int y = 0; y < 400; y++) {
            for (int x = 803; x < 850; x++) {
                canvas.grey[y * 1728 + x] = (byte) level;
            }
        }
        Bitmap dots = Halftone.dots(canvas);
        assertThat(Sheets.ink(dots, 803, 0, 47, 400)).isCloseTo(1 - Math.pow(level / 255.0, 1.5), within(0.03));
        assertThat(Sheets.ink(dots, 0, 0, 803, 400)).isZero();
    }
}
