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
        var blobs = new Blobs(directory, "one", false);
        assertThat(blobs.put(HELLO)).isEqualTo(HELLO_NAME);
        assertThat(blobs.get(HELLO_NAME)).isEqualTo(HELLO);
        assertThat(blobs.path(HELLO_NAME)).hasBinaryContent(HELLO);
    }

    @Test
    void the_same_content_is_kept_once() throws IOException {
        var blobs = new Blobs(directory, "one", false);
        blobs.put(HELLO);
        Files.setLastModifiedTime(blobs.path(HELLO_NAME), FileTime.from(Instant.EPOCH));
        assertThat(blobs.put(HELLO)).isEqualTo(HELLO_NAME);
        assertThat(Files.getLastModifiedTime(blobs.path(HELLO_NAME)).toInstant())
                .isAfter(Instant.EPOCH);
    }

    @Test
    void what_a_crash_left_half_written_is_gone_at_the_next_start_and_can_be_put_again() throws IOException {
        var blobs = new Blobs(directory, "one", false);
        Path torn = directory.resolve("aside").resolve("one").resolve(HELLO_NAME + ".1");
        Files.write(torn, new byte[] {'h', 'e'});
        assertThat(blobs.path(HELLO_NAME)).doesNotExist();

        var again = new Blobs(directory, "one", false);
        assertThat(torn).doesNotExist();
        again.put(HELLO);
        assertThat(again.get(HELLO_NAME)).isEqualTo(HELLO);
    }

    @Test
    void a_file_that_a_broken_disk_cut_short_is_noticed_and_mended_by_the_next_put() throws IOException {
        var blobs = new Blobs(directory, "one", false);
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
        var blobs = new Blobs(directory, "one", false);
        assertThatThrownBy(() -> blobs.get(HELLO_NAME))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> blobs.get("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_sweep_takes_what_is_old_and_unreferenced_and_nothing_else() throws IOException {
        var blobs = new Blobs(directory, "one", false);
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

    @Test
    void in_a_shared_folder_a_sweep_takes_only_what_the_sweep_before_it_has_found_useless_too() throws IOException {
        var one = new Blobs(directory, "one", true);
        var other = new Blobs(directory, "other", true);
        String useless = one.put("useless".getBytes(UTF_8));
        String kept = one.put("kept".getBytes(UTF_8));
        String putAgain = one.put("put again".getBytes(UTF_8));
        makeOld(one.path(useless), one.path(kept), one.path(putAgain));
        assertThat(one.sweep(Duration.ofHours(1), name -> false)).isEmpty();
        assertThat(directory.resolve("trash").resolve(useless)).exists();

        assertThat(other.get(kept)).as("who needs it finds it").isEqualTo("kept".getBytes(UTF_8));
        assertThat(other.put("put again".getBytes(UTF_8))).isEqualTo(putAgain);
        assertThat(other.path(putAgain)).exists();

        makeOld(directory.resolve("trash").resolve(useless));
        assertThat(other.sweep(Duration.ofHours(1), kept::equals)).containsExactly(useless);
        assertThat(one.get(kept)).isEqualTo("kept".getBytes(UTF_8));
        assertThat(one.get(putAgain)).isEqualTo("put again".getBytes(UTF_8));
        assertThatThrownBy(() -> one.get(useless)).hasMessageContaining("missing");
    }

    @Test
    void what_is_in_the_trash_and_referred_to_comes_back_with_the_next_sweep() throws IOException {
        var blobs = new Blobs(directory, "one", true);
        String name = blobs.put(HELLO);
        makeOld(blobs.path(name));
        blobs.sweep(Duration.ofHours(1), any -> false);
        makeOld(directory.resolve("trash").resolve(name));
        assertThat(blobs.sweep(Duration.ofHours(1), name::equals)).isEmpty();
        assertThat(directory.resolve(name.substring(0, 2)).resolve(name.substring(2)))
                .hasBinaryContent(HELLO);
    }

    @Test
    void a_server_leaves_alone_what_another_one_is_writing() throws IOException {
        new Blobs(directory, "one", true);
        Path writing = Files.write(directory.resolve("aside").resolve("one").resolve(HELLO_NAME + ".1"), HELLO);
        var other = new Blobs(directory, "other", true);
        other.sweep(Duration.ofHours(1), any -> false);
        assertThat(writing).exists();
        makeOld(writing);
        Files.setLastModifiedTime(writing, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        other.sweep(Duration.ofHours(1), any -> false);
        assertThat(writing).doesNotExist();
    }

    private static void makeOld(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
    }
}
