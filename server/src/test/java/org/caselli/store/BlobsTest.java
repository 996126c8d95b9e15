package org.caselli.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final String HELLO_NAME = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path directory;

    @Test
    void a_blob_is_named_by_its_sha_256_and_comes_back_as_it_was() throws IOException {
        var blobs = new Blobs(directory, "one");
        assertThat(blobs.put(HELLO)).isEqualTo(HELLO_NAME);
        assertThat(blobs.get(HELLO_NAME)).isEqualTo(HELLO);
        assertThat(blobs.path(HELLO_NAME)).hasBinaryContent(HELLO);
    }

    @Test
    void the_same_content_is_kept_once() throws IOException {
        var blobs = new Blobs(directory, "one");
        blobs.put(HELLO);
        Files.setLastModifiedTime(blobs.path(HELLO_NAME), FileTime.from(Instant.EPOCH));
        assertThat(blobs.put(HELLO)).isEqualTo(HELLO_NAME);
        assertThat(Files.getLastModifiedTime(blobs.path(HELLO_NAME)).toInstant())
                .isAfter(Instant.EPOCH);
    }

    @Test
    void what_a_crash_left_half_written_is_gone_at_the_next_start_and_can_be_put_again() throws IOException {
        var blobs = new Blobs(directory, "one");
        Path torn = directory.resolve("aside").resolve("one").resolve(HELLO_NAME + ".1");
        Files.write(torn, new byte[] {'h', 'e'});
        assertThat(blobs.path(HELLO_NAME)).doesNotExist();

        var again = new Blobs(directory, "one");
        assertThat(torn).doesNotExist();
        again.put(HELLO);
        assertThat(again.get(HELLO_NAME)).isEqualTo(HELLO);
    }

    @Test
    void a_file_that_a_broken_disk_cut_short_is_noticed_and_mended_by_the_next_put() throws IOException {
        var blobs = new Blobs(directory, "one");
        blobs.put(HELLO);
        Files.write(blobs.path(HELLO_NAME), new byte[] {'h', 'e'});
        assertThatThrownBy(() -> blobs.get(HELLO_NAME))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("backup");
        blobs.put(HELLO);
        assertThat(blobs.get(HELLO_NAME)).isEqualTo(HELLO);
    }

    @Test
    void a_missing_blob_is_a_clear_error_and_a_name_that_is_none_never_reaches_the_disk() throws IOException {
        var blobs = new Blobs(directory, "one");
        assertThatThrownBy(() -> blobs.get(HELLO_NAME))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> blobs.get("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_sweep_takes_what_is_old_and_unreferenced_and_nothing_else() throws IOException {
        var blobs = new Blobs(directory, "one");
        String old = blobs.put("old".getBytes(UTF_8));
        String referenced = blobs.put("referenced".getBytes(UTF_8));
        String young = blobs.put("young".getBytes(UTF_8));
        for (String name : Set.of(old, referenced)) {
            Files.setLastModifiedTime(
                    blobs.path(name), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
        assertThat(blobs.sweep(Duration.ofHours(1), referenced::equals)).containsExactly(old);
        assertThat(blobs.path(old)).doesNotExist();
        assertThat(blobs.path(referenced)).exists();
        assertThat(blobs.path(young)).exists();
    }
}
