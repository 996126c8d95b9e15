package org.caselli.objectmodel.faxcomex;

import java.io.OutputStream;
import org.caselli.client.Archives;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Copies;

/** What the messages of both archives have: a copy of their pages. */
abstract class Message {
    final Connection connection;

    Message(Connection connection) {
        this.connection = connection;
    }

    abstract Copies.Copy copy(Archives.Format format);

    public void copyTiff(String tiffPath) {
        Copies.toFile(connection, tiffPath, copy(Archives.Format.TIFF));
    }

    public void copyTiff(OutputStream out) {
        Copies.toStream(connection, out, copy(Archives.Format.TIFF));
    }

    public void copyPdf(String pdfPath) {
        Copies.toFile(connection, pdfPath, copy(Archives.Format.PDF));
    }

    public void copyPdf(OutputStream out) {
        Copies.toStream(connection, out, copy(Archives.Format.PDF));
    }
}
