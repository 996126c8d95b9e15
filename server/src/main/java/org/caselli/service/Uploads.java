package org.caselli.service;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.caselli.document.DocumentException;
import org.caselli.document.Documents;
import org.caselli.document.Source;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.service.SourceFile.Content;
import org.caselli.service.access.Caller;
import org.caselli.service.archive.FaxPages;
import org.caselli.store.Ids;
import org.caselli.store.Store;

/**
 * Files that are uploaded once, looked at as the fax pages that they make, and sent to as many as one likes. Each is
 * deleted by itself after a day; what was sent of it stays with its submission.
 */
public final class Uploads {
    /** Ours: long enough to go home in between. */
    static final Duration LIFE = Duration.ofDays(1);

    /** Ours: what a preview may be scaled to; a fax page is 1728 dots wide. */
    private static final int LEAST_WIDTH = 16;

    private static final int MOST_WIDTH = 1728;

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;
    private final Renderer renderer;

    Uploads(Store store, Documents documents, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.renderer = new Renderer(store, documents, this);
    }

    Renderer renderer() {
        return renderer;
    }

    private static final String SELECT =
            "select id, uploaded_at, name, size, resolution, format, pages, problem, remedy, file_blob, pages_blob,"
                    + " pages_size from document ";

    /** An upload with what only the service needs to know of it. */
    record Kept(Upload upload, String fileBlob, String pagesBlob, long pagesSize) {}

    /**
     * Keeps a file durably, without holding it in memory.
     *
     * @param most its greatest length in octets
     * @return where it is; empty if it is longer
     * @throws IOException of {@code content}
     */
    public Optional<Content.Stored> keep(InputStream content, long most) throws IOException {
        return store.blobs().put(content, most).map(kept -> new Content.Stored(kept.name(), kept.size()));
    }

    /**
     * Adds a file that is kept already, and makes its fax pages. A file that cannot be sent is added, too: with what is
     * wrong with it.
     */
    public Upload add(String name, Content.Stored file, Resolution resolution) {
        var source = new SourceFile(name, file);
        String format = "";
        String problem = "";
        String remedy = "";
        Optional<Rendered> pages = Optional.empty();
        try {
            format = Source.formatOf(name, store.blobs().get(file.blob()));
            pages = Optional.of(renderer.render(List.of(source), resolution).pages());
        } catch (DocumentException cause) {
            problem = Renderer.sentence(cause);
            remedy = cause.remedy();
        }
        Instant now = clock.instant();
        var upload = new Upload(
                ids.next(),
                now,
                now.plus(LIFE),
                name,
                file.size(),
                resolution,
                format,
                pages.map(Rendered::pages).orElse(0),
                problem,
                remedy);
        String pagesBlob = pages.map(Rendered::blob).orElse(null);
        long pagesSize = pages.map(Rendered::size).orElse(0L);
        store.write(handle -> handle.execute(
                "insert into document (id, uploaded_at, name, size, resolution, format, pages, problem, remedy,"
                        + " file_blob, pages_blob, pages_size, account) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                upload.id(),
                Store.millis(now),
                name,
                file.size(),
                resolution.name(),
                upload.format(),
                upload.pages(),
                upload.problem(),
                upload.remedy(),
                file.blob(),
                pagesBlob,
                pagesSize,
                Caller.current().account()));
        return upload;
    }

    /** The caller's own, newest first: a document is seen by nobody else. */
    public Listing<Upload> list(Slice slice) {
        return Cursor.listing(
                store.read(handle -> handle.createQuery(
                                SELECT
                                        + "where account = :own and id < :before and uploaded_at > :cut order by id desc limit :limit")
                        .bind("own", Caller.current().account())
                        .bind("before", slice.after().orElse("g"))
                        .bind("cut", Store.millis(clock.instant().minus(LIFE)))
                        .bind("limit", slice.limit() + 1)
                        .map((row, context) -> kept(row).upload())
                        .list()),
                slice,
                Upload::id,
                upload -> upload);
    }

    public Upload find(String id) {
        return kept(id).upload();
    }

    private Kept kept(String id) {
        return store.read(handle -> handle.createQuery(SELECT + "where id = ? and account = ?")
                        .bind(0, id)
                        .bind(1, Caller.current().account())
                        .map((row, context) -> kept(row))
                        .findOne())
                .filter(kept -> clock.instant().isBefore(kept.upload().expiresAt()))
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "There is no document " + id + "; perhaps its day is over.",
                        "Upload the file again."));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        Instant uploadedAt = Instant.ofEpochMilli(row.getLong("uploaded_at"));
        String pagesBlob = row.getString("pages_blob");
        return new Kept(
                new Upload(
                        row.getString("id"),
                        uploadedAt,
                        uploadedAt.plus(LIFE),
                        row.getString("name"),
                        row.getLong("size"),
                        Resolution.valueOf(row.getString("resolution")),
                        row.getString("format"),
                        row.getInt("pages"),
                        row.getString("problem"),
                        row.getString("remedy")),
                row.getString("file_blob"),
                pagesBlob == null ? "" : pagesBlob,
                row.getLong("pages_size"));
    }

    /** @throws Refusal of kind NOT_FOUND or DOCUMENT if it cannot be sent */
    Kept sendable(String id) {
        Kept kept = kept(id);
        if (!kept.upload().isSendable()) {
            throw new Refusal(
                    Refusal.Kind.DOCUMENT,
                    kept.upload().problem(),
                    kept.upload().remedy());
        }
        return kept;
    }

    /**
     * A page as it is sent, without header line, as a PNG file.
     *
     * @param number 1 for the first
     * @param width  to scale it to, 16 to 1728; not scaled, dot for dot, if not given
     * @throws Refusal of kind DOCUMENT if the file cannot be sent; NOT_FOUND if it has no such page
     */
    public byte[] preview(String id, int number, Optional<Integer> width) {
        Kept kept = sendable(id);
        if (number < 1 || number > kept.upload().pages()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "The document " + kept.upload().name() + " has no page " + number + ".",
                    "Its pages are 1 to " + kept.upload().pages() + ".");
        }
        if (width.isPresent() && (width.get() < LEAST_WIDTH || width.get() > MOST_WIDTH)) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "A width of " + width.get() + " is out of range.",
                    "Give " + LEAST_WIDTH + " to " + MOST_WIDTH + ".");
        }
        Page page = FaxPages.open(store.blobs(), kept.pagesBlob(), (dots, at) -> dots)
                .page(number);
        return png(width.map(wide -> scaled(page, wide)).orElseGet(() -> picture(page.bitmap())));
    }

    private static BufferedImage picture(Bitmap bitmap) {
        var black = new byte[] {(byte) 0xFF, 0};
        var data = new DataBufferByte(bitmap.rows(), bitmap.rows().length);
        var raster = Raster.createPackedRaster(data, bitmap.width(), bitmap.height(), 1, null);
        return new BufferedImage(new IndexColorModel(1, 2, black, black, black), raster, false, null);
    }

    /** Smaller and in its true proportions: the lines of a fax lie closer together than its columns, or farther apart. */
    private static BufferedImage scaled(Page page, int width) {
        Resolution resolution = page.resolution();
        double height = page.bitmap().height()
                * (resolution.xDpi() / resolution.yDpi())
                * width
                / page.bitmap().width();
        // Halved until it is near: each step then looks at all dots, and thin lines turn grey instead of vanishing.
        BufferedImage from = picture(page.bitmap());
        while (from.getWidth() >= 2 * width && from.getHeight() >= 2 * height) {
            from = drawn(from, from.getWidth() / 2, from.getHeight() / 2);
        }
        return drawn(from, width, Math.max(1, (int) Math.round(height)));
    }

    private static BufferedImage drawn(BufferedImage from, int width, int height) {
        var to = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = to.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(from, 0, 0, width, height, null);
        graphics.dispose();
        return to;
    }

    private static byte[] png(BufferedImage picture) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return out.toByteArray();
    }

    /** Deletes a document. Faxes that were submitted with it are not touched. */
    public void delete(String id) {
        kept(id);
        store.write(handle -> handle.execute("delete from document where id = ?", id));
    }

    /** Deletes those whose day is over. */
    int expire() {
        long cut = Store.millis(clock.instant().minus(LIFE));
        return store.write(handle -> handle.execute("delete from document where uploaded_at <= ?", cut));
    }
}
