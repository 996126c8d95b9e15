package org.caselli.service.routing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caselli.image.tiff.TiffException;

/**
 * Stores a fax in a folder: written aside, synced, and renamed, so that nobody ever sees half a file. The name tells the
 * fax and has its id in it, so that a second run writes the very same file again.
 */
final class FolderMethod {
    static final String GUID = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";

    /** Ours: sorts by time, and tells who it was from. */
    private static final String NAME = "{date}_{time}_{caller}_{id}";

    /** Ours: no file system takes more than 255 octets, and other letters than ASCII take up to four. */
    private static final int NAME_LENGTH = 60;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH-mm-ss");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]*)}");

    private FolderMethod() {}

    private record Target(Path folder, String name, FaxFile.Format format) {
        static Target of(byte[] data) {
            MethodText text = MethodText.of(data, "format", "name");
            if (text.value().isEmpty()) {
                throw new IllegalArgumentException("No folder is given; give its whole path, such as /srv/faxes.");
            }
            String name = text.options().getOrDefault("name", NAME);
            if (!name.contains("{id}")) {
                throw new IllegalArgumentException(
                        "name is \"" + name + "\"; it must contain {id}, for else two faxes could have one name.");
            }
            Matcher places = PLACE.matcher(name);
            while (places.find()) {
                value(places.group(1), Optional.empty());
            }
            try {
                Path folder = Path.of(text.value());
                if (!folder.isAbsolute()) {
                    throw new IllegalArgumentException("The folder " + folder + " is no whole path; begin it with "
                            + folder.toAbsolutePath().getRoot() + ".");
                }
                return new Target(folder, name, FaxFile.Format.of(text));
            } catch (InvalidPathException cause) {
                throw new IllegalArgumentException("\"" + text.value() + "\" is no path of a folder.", cause);
            }
        }

        private static String value(String place, Optional<RoutingRequest> fax) {
            return switch (place) {
                case "date" ->
                    fax.map(each -> DATE.format(each.receivedAt().atZone(each.zone())))
                            .orElse("");
                case "time" ->
                    fax.map(each -> TIME.format(each.receivedAt().atZone(each.zone())))
                            .orElse("");
                case "caller" ->
                    fax.map(RoutingRequest::sender)
                            .filter(sender -> !sender.isBlank())
                            .orElse("unknown");
                case "called" -> fax.map(RoutingRequest::routingInformation).orElse("");
                case "tsid" -> fax.map(RoutingRequest::tsid).orElse("");
                case "device" -> fax.map(RoutingRequest::deviceName).orElse("");
                case "pages" -> fax.map(each -> String.valueOf(each.pages())).orElse("");
                case "id" -> fax.map(RoutingRequest::jobId).orElse("");
                default ->
                    throw new IllegalArgumentException("name has {" + place
                            + "}; there are {date}, {time}, {caller}, {called}, {tsid}, {device}, {pages} and {id}.");
            };
        }

        String nameOf(RoutingRequest fax) {
            return PLACE.matcher(name)
                    .replaceAll(place -> Matcher.quoteReplacement(plain(value(place.group(1), Optional.of(fax)))));
        }

        /** What every file system can have in a name. */
        private static String plain(String text) {
            var plain = new StringBuilder();
            text.strip().codePoints().limit(NAME_LENGTH).forEach(c -> {
                boolean fits = Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.' || c == '(' || c == ')';
                plain.appendCodePoint(fits ? c : '-');
            });
            return plain.toString();
        }
    }

    static Optional<String> complaint(byte[] data) {
        Target target;
        try {
            target = Target.of(data);
        } catch (IllegalArgumentException cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
        try {
            Files.createDirectories(target.folder());
        } catch (IOException cause) {
            return Optional.of("The folder " + target.folder() + " is not there and cannot be made: "
                    + cause.getClass().getSimpleName() + ". Make it, or give another one.");
        }
        return Files.isWritable(target.folder())
                ? Optional.empty()
                : Optional.of("The folder " + target.folder()
                        + " may not be written by this server. Give its user the right, or give another folder.");
    }

    static RoutingResult route(RoutingRequest fax) throws TiffException {
        Target target;
        try {
            target = Target.of(fax.data());
        } catch (IllegalArgumentException cause) {
            return RoutingResult.failed(String.valueOf(cause.getMessage()));
        }
        String name = target.nameOf(fax);
        try {
            Files.createDirectories(target.folder());
            for (FaxFile file : FaxFile.of(fax, target.format())) {
                write(target.folder().resolve(name + file.ending()), file.content());
            }
            for (Path added : fax.files().subList(1, fax.files().size())) {
                write(target.folder().resolve(name + "_" + added.getFileName()), Files.readAllBytes(added));
            }
            return RoutingResult.done();
        } catch (IOException cause) {
            return RoutingResult.tryAgain("The fax cannot be stored in " + target.folder() + ": "
                    + cause.getClass().getSimpleName() + ", " + cause.getMessage()
                    + ". See that the folder is there, may be written, and has room.");
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path aside =
                file.resolveSibling("." + file.getFileName() + ".part"); // the same at a second run: nothing piles up
        Files.write(aside, content);
        try (var channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (folder != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true); // the new name as well
            }
        }
    }
}
