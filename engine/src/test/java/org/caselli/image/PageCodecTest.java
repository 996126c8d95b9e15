package org.caselli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.caselli.image.Decoded.Ending;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageCodecTest {
    @ParameterizedTest
    @EnumSource
    void every_kind_of_page_survives(Coding coding) {
        for (int width : new int[] {1, 2, 7, 8, 9, 63, 64, 65, 100, 1728, 2048, 2432, 2623, 2624, 5121, 16_384}) {
            TestPages.all(width, 40, 7 + width).forEach((name, page) -> {
                Decoded decoded = PageCodec.decode(
                        PageCodec.encode(page, coding, EncodeOptions.PLAIN), coding, DecodeOptions.ofWidth(width));
                assertThat(decoded.ending()).as("%s, %d wide", name, width).isEqualTo(Ending.END_MARK);
                assertThat(decoded.bitmap()).as("%s, %d wide", name, width).isEqualTo(page);
                assertThat(decoded.flawless()).isTrue();
            });
        }
    }
}
