package org.caselli.service;

import java.util.List;
import java.util.stream.Collectors;
import org.caselli.store.Store;

/** Which rows refer to a stored file. A file that none refers to may be deleted, so every column that can stands here. */
final class BlobReferences {
    private static final List<String> COLUMNS = List.of(
            "submission.pages_blob",
            "job.cover_blob",
            "sent_message.cover_blob",
            "submission_file.file_blob",
            "document.file_blob",
            "document.pages_blob",
            "received_page.page_blob",
            "received_message.tiff_blob",
            "sent_message.pages_blob",
            "incoming_job.tiff_blob",
            "routing_file.file_blob",
            "receipt.pages_blob",
            "receipt.cover_blob");

    private static final String QUERY = COLUMNS.stream()
            .map(column -> "exists (select 1 from " + column.replace(".", " where ") + " = :blob)")
            .collect(Collectors.joining(" or ", "select ", ""));

    private final Store store;

    BlobReferences(Store store) {
        this.store = store;
    }

    /** Whether any row refers to this blob. */
    boolean has(String blob) {
        return store.read(handle -> handle.createQuery(QUERY)
                .bind("blob", blob)
                .mapTo(Boolean.class)
                .one());
    }
}
