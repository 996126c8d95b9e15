package org.caselli.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.caselli.document.DocumentException;
import org.caselli.document.Documents;
import org.caselli.document.ReadyTiff;
import org.caselli.document.RenderOptions;
import org.caselli.document.Source;
import org.caselli.image.Coding;
import org.caselli.image.Resolution;
import org.caselli.service.SourceFile.Content;
import org.caselli.service.cover.Made;
import org.caselli.store.Blobs;
import org.caselli.store.Store;

/** Makes fax pages of files, and keeps both. */
final class Renderer {
    private final Blobs blobs;
    private final Documents documents;
    private final Uploads uploads;

    Renderer(Store store, Documents documents, Uploads uploads) {
        this.blobs = store.blobs();
        this.documents = documents;
        this.uploads = uploads;
    }

    /**
     * A file on its way to become pages.
     *
     * @param name    as people know it
     * @param octets  of the file, or of pages that were made of it before
     * @param blob    what the file is kept as; empty if it is not kept yet
     * @param ready   pages that were made of it before, in the wanted resolution; its octets are theirs
     */
    private record Piece(String name, byte[] octets, String blob, List<Rendered> ready) {}

    /**
     * Pages and files, durable.
     *
     * @param names     of the files
     * @param fileBlobs of the files, in order
     */
    record Kept(Rendered pages, List<String> names, List<String> fileBlobs) {}

    /** @throws DocumentException if a file cannot be turned into pages */
    Kept render(List<SourceFile> files, Resolution resolution) throws DocumentException {
        if (files.isEmpty()) {
            return new Kept(new Rendered("", 0, 0), List.of(), List.of()); // the cover page is all there is
        }
        List<Piece> pieces = files.stream().map(file -> piece(file, resolution)).toList();
        var contents = new ArrayList<byte[]>();
        for (Piece piece : pieces) {
            if (piece.blob().isEmpty()) {
                contents.add(piece.octets());
            }
        }
        Piece first = pieces.getFirst();
        List<Rendered> reused = pieces.size() == 1 ? first.ready() : List.of();
        OptionalInt asTheyAre = pieces.size() == 1 && reused.isEmpty()
                ? ReadyTiff.pages(new Source(first.name(), first.octets()), resolution)
                : OptionalInt.empty();
        int pages = 0;
        if (reused.isEmpty() && asTheyAre.isEmpty()) {
            var tiff = new ByteArrayOutputStream();
            pages = tiff(pieces, resolution, tiff);
            contents.add(tiff.toByteArray());
        }
        List<String> put = blobs.putAll(contents);
        var fileBlobs = new ArrayList<String>();
        int at = 0;
        for (Piece piece : pieces) {
            fileBlobs.add(piece.blob().isEmpty() ? put.get(at++) : piece.blob());
        }
        Rendered rendered = !reused.isEmpty()
                ? reused.getFirst()
                : asTheyAre.isPresent()
                        ? new Rendered(fileBlobs.getFirst(), asTheyAre.getAsInt(), first.octets().length)
                        : new Rendered(put.getLast(), pages, contents.getLast().length);
        return new Kept(rendered, pieces.stream().map(Piece::name).toList(), fileBlobs);
    }

    private Piece piece(SourceFile file, Resolution resolution) {
        return switch (file.content()) {
            case Content.Octets(byte[] octets) -> new Piece(file.name(), octets, "", List.of());
            case Content.Stored(String blob, var _) -> {
                blobs.renew(blob);
                yield new Piece(file.name(), blobs.get(blob), blob, List.of());
            }
            case Content.Document(String id) -> {
                Uploads.Kept kept = uploads.sendable(id);
                blobs.renew(kept.fileBlob());
                blobs.renew(kept.pagesBlob());
                boolean ready = kept.upload().resolution() == resolution;
                yield new Piece(
                        kept.upload().name(),
                        blobs.get(ready ? kept.pagesBlob() : kept.fileBlob()),
                        kept.fileBlob(),
                        ready
                                ? List.of(new Rendered(
                                        kept.pagesBlob(), kept.upload().pages(), kept.pagesSize()))
                                : List.of());
            }
        };
    }

    private int tiff(List<Piece> pieces, Resolution resolution, ByteArrayOutputStream tiff) throws DocumentException {
        List<Source> sources = pieces.stream()
                .map(piece -> new Source(piece.name(), piece.octets()))
                .toList();
        try {
            return documents.renderTiff(sources, RenderOptions.at(resolution), Coding.MMR, tiff);
        } catch (IOException cause) {
            throw new UncheckedIOException("The documents could not be rendered.", cause);
        }
    }

    /** Keeps the pages of cover pages, each as a file of its own, in order. */
    List<Rendered> keep(List<Made> covers) {
        var files = new ArrayList<byte[]>();
        for (Made cover : covers) {
            var tiff = new ByteArrayOutputStream();
            try {
                cover.writeTiff(tiff);
            } catch (IOException cause) {
                throw new UncheckedIOException("An array took no more octets.", cause);
            }
            files.add(tiff.toByteArray());
        }
        List<String> put = blobs.putAll(files);
        var kept = new ArrayList<Rendered>();
        for (int i = 0; i < put.size(); i++) {
            kept.add(new Rendered(put.get(i), covers.get(i).pages().size(), files.get(i).length));
        }
        return kept;
    }

    /** The refusal of a document that cannot be sent. */
    static Refusal refusal(DocumentException cause) {
        return Refusal.of(cause).ofFile(cause.index());
    }

    /** What is wrong with a document, as a sentence. */
    static String sentence(DocumentException cause) {
        String page = cause.page() > 0 ? ", page " + cause.page() + "," : "";
        return cause.file() + page + " " + cause.problem() + ".";
    }
}
