package org.caselli.service.routing;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.print.Book;
import java.awt.print.PageFormat;
import java.awt.print.Paper;
import java.awt.print.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.print.Doc;
import javax.print.DocFlavor;
import javax.print.DocPrintJob;
import javax.print.PrintException;
import javax.print.PrintService;
import javax.print.PrintServiceLookup;
import javax.print.SimpleDoc;
import javax.print.attribute.HashPrintRequestAttributeSet;
import javax.print.attribute.standard.JobName;
import javax.print.attribute.standard.PrinterInfo;
import javax.print.attribute.standard.PrinterMakeAndModel;
import javax.print.event.PrintJobAdapter;
import javax.print.event.PrintJobEvent;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.tiff.TiffException;
import org.jspecify.annotations.Nullable;

/**
 * Prints a fax through the printing service of the JDK, which knows the printers of Windows, of macOS and of CUPS alike
 * (docs/decisions/0072). Each page is as large as it was sent, or as large as the paper allows.
 */
final class PrintMethod {
    static final String GUID = "{aec1b37c-9af2-11d0-abf7-00c04fd91a4e}";

    private static final double POINTS_PER_MM = 72 / 25.4;
    /** Ours: what the usual printers cannot reach. */
    private static final double MARGIN = 6 * POINTS_PER_MM;

    private static final DocFlavor FLAVOR = DocFlavor.SERVICE_FORMATTED.PAGEABLE;

    /** "Fax" alone, at its end as a word, or in brackets. */
    private static final Pattern NAMED_FAX =
            Pattern.compile("^fax$|[ _.-]fax$|\\(fax\\)|^fax \\(|\\bfaxout\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern ABOUT_FAX =
            Pattern.compile("\\bfax (driver|queue|printer|modem)\\b|\\bfaxout\\b|\\bipp fax", Pattern.CASE_INSENSITIVE);

    private PrintMethod() {}

    static Optional<String> complaint(byte[] data) {
        String name = MethodText.of(data).value();
        if (name.isEmpty()) {
            return Optional.of("No printer is given. " + printers());
        }
        return find(name).isPresent()
                ? faxPrinter(data).map(PrintMethod::refused)
                : Optional.of("There is no printer \"" + name + "\" on this machine. " + printers());
    }

    private static String refused(String printer) {
        return "The printer \"" + printer + "\" is a fax printer: what is printed on it would be sent again, not"
                + " printed. Choose one with paper.";
    }

    /** The printer of this configuration if it is one that sends faxes: the documented service refuses those. */
    static Optional<String> faxPrinter(byte[] data) {
        return find(MethodText.of(data).value())
                .filter(printer -> sendsFaxes(
                        printer.getName(),
                        Stream.of(
                                        printer.getAttribute(PrinterMakeAndModel.class),
                                        printer.getAttribute(PrinterInfo.class))
                                .filter(Objects::nonNull)
                                .map(Object::toString)
                                .collect(Collectors.joining(" "))))
                .map(PrintService::getName);
    }

    /**
     * Whether a printer is one that sends faxes, by its name and what it says of itself: that of Windows is "Fax" with the
     * Microsoft Shared Fax Driver, those of CUPS are queues such as OfficeJet_Fax, or say "fax queue" or "FaxOut". A machine
     * on paper that is called FAX-2840 is none.
     */
    static boolean sendsFaxes(String name, String about) {
        return NAMED_FAX.matcher(name).find() || ABOUT_FAX.matcher(about).find();
    }

    private static List<PrintService> all() {
        return Arrays.asList(PrintServiceLookup.lookupPrintServices(FLAVOR, null));
    }

    private static Optional<PrintService> find(String name) {
        return all().stream()
                .filter(printer -> printer.getName().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String printers() {
        String names = all().stream().map(PrintService::getName).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? "This machine has no printer; install one (on Linux: in CUPS)."
                : "The printers are: " + names + ".";
    }

    static RoutingResult route(RoutingRequest fax) throws IOException, TiffException {
        String name = MethodText.of(fax.data()).value();
        Optional<PrintService> printer = find(name);
        if (printer.isEmpty()) {
            return RoutingResult.tryAgain("There is no printer \"" + name + "\" on this machine. " + printers());
        }
        Optional<String> faxes = faxPrinter(fax.data());
        if (faxes.isPresent()) {
            return RoutingResult.failed(refused(faxes.get()));
        }
        List<Page> pages = FaxFile.pages(Files.readAllBytes(fax.fax()));
        var book = new Book();
        for (Page page : pages) {
            book.append(new Sheet(page), format(page));
        }
        var attributes = new HashPrintRequestAttributeSet();
        attributes.add(new JobName(FaxFile.title(fax) + " " + fax.jobId(), null));
        DocPrintJob job = printer.get().createPrintJob();
        var failure = new AtomicReference<@Nullable String>();
        job.addPrintJobListener(new PrintJobAdapter() {
            @Override
            public void printJobFailed(PrintJobEvent event) {
                failure.set("the printer gave it up");
            }

            @Override
            public void printJobCanceled(PrintJobEvent event) {
                failure.set("somebody cancelled it at the printer");
            }
        });
        Doc doc = new SimpleDoc(book, FLAVOR, null);
        try {
            job.print(doc, attributes);
        } catch (PrintException cause) {
            failure.set(String.valueOf(cause.getMessage()));
        }
        return Optional.ofNullable(failure.get())
                .map(why -> RoutingResult.tryAgain("The fax could not be printed on " + name + ": " + why + "."))
                .orElseGet(RoutingResult::done);
    }

    /** A4 as high as it is; a longer page of fax gets a longer sheet no printer has, so it is made smaller instead. */
    private static PageFormat format(Page page) {
        var paper = new Paper();
        boolean wide = page.widthMm() > 260;
        double width = (wide ? 297 : 210) * POINTS_PER_MM;
        double height = (wide ? 420 : 297) * POINTS_PER_MM;
        paper.setSize(width, height);
        paper.setImageableArea(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN);
        var format = new PageFormat();
        format.setPaper(paper);
        return format;
    }

    private record Sheet(Page page) implements Printable {
        @Override
        public int print(java.awt.Graphics graphics, PageFormat format, int index) {
            var canvas = (Graphics2D) graphics.create();
            try {
                double width = page.widthMm() * POINTS_PER_MM;
                double height = page.heightMm() * POINTS_PER_MM;
                double scale =
                        Math.min(1, Math.min(format.getImageableWidth() / width, format.getImageableHeight() / height));
                canvas.setRenderingHint(
                        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
                canvas.translate(format.getImageableX(), format.getImageableY());
                Bitmap bitmap = page.bitmap();
                canvas.scale(width * scale / bitmap.width(), height * scale / bitmap.height());
                canvas.drawImage(image(bitmap), 0, 0, null);
                return PAGE_EXISTS;
            } finally {
                canvas.dispose();
            }
        }

        private static BufferedImage image(Bitmap bitmap) {
            var image = new BufferedImage(bitmap.width(), bitmap.height(), BufferedImage.TYPE_BYTE_BINARY);
            byte[] white = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            byte[] black = bitmap.rows();
            // Both have rows of whole octets, the first dot in the highest bit; a one is black there and white here.
            for (int i = 0; i < white.length; i++) {
                white[i] = (byte) ~black[i];
            }
            return image;
        }
    }
}
