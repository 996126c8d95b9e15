package org.example.folder;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.caselli.call.CallProgress;
import org.caselli.call.DiaryLine;
import org.caselli.image.Page;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.DeviceState;
import org.caselli.line.IncomingCall;
import org.caselli.line.LiveCall;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Receiver;
import org.caselli.line.Reception;
import org.caselli.line.Switchboard;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Progress;
import org.caselli.t30.ReceivedPage;

/** One machine: it sends into its folder {@code sent}, and what is put into its folder {@code in} comes in. */
final class FolderMachine implements Device {
    private final String name;
    private final Path folder;
    private final Switchboard switchboard;
    /** What holds the machine; taken under this object's lock. */
    private volatile Optional<Call> holder = Optional.empty();

    private volatile DeviceState state = DeviceState.idle(Instant.now());

    FolderMachine(String name, Path folder, Switchboard switchboard) {
        this.name = name;
        this.folder = folder;
        this.switchboard = switchboard;
    }

    /** A call that is under way; there is no line, but the server wants to end it, and to read how it went. */
    private final class Call implements LiveCall {
        private final String id = LiveCall.newId();
        private final Instant started = Instant.now();
        private final List<DiaryLine> diary = new ArrayList<>();
        private volatile Optional<Outcome> stopped = Optional.empty();

        @Override
        public String id() {
            return id;
        }

        @Override
        public void stop(Outcome why) {
            stopped = stopped.or(() -> Optional.of(why));
        }

        void write(String line) {
            diary.add(new DiaryLine(Instant.now(), line));
        }

        CallReport report(boolean outgoing, String caller, String called, Outcome outcome, int pages) {
            return new CallReport(
                    id,
                    outgoing,
                    FolderMachine.this.id(),
                    caller,
                    called,
                    outcome,
                    outcome.isSuccess() ? name : "",
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    pages,
                    started,
                    Optional.of(started),
                    Instant.now(),
                    CallReport.Signalling.NONE,
                    diary);
        }
    }

    @Override
    public String id() {
        return "folder-" + name;
    }

    @Override
    public String name() {
        return "Folder " + name;
    }

    @Override
    public String number() {
        return "";
    }

    @Override
    public DeviceState state() {
        return Files.isDirectory(folder) ? state : DeviceState.off(Instant.now());
    }

    /** {@code folder:letter} becomes the file {@code sent/letter.tif}; telephone numbers are for others. */
    @Override
    public boolean reaches(String dialString) {
        return dialString.matches("folder:[A-Za-z0-9_-]{1,60}");
    }

    @Override
    public CallReport send(OutgoingFax fax, CallListener listener) {
        var call = new Call();
        if (!take(call)) {
            return call.report(true, "", fax.dialString(), Outcome.NO_LINE_FREE, 0);
        }
        try {
            now(DeviceState.Activity.SENDING, call, fax.dialString());
            listener.begun(call);
            return send(call, fax, listener);
        } finally {
            idle();
        }
    }

    private CallReport send(Call call, OutgoingFax fax, CallListener listener) {
        String document = fax.dialString().substring("folder:".length());
        Path part = folder.resolve("sent").resolve(document + ".part");
        Path file = folder.resolve("sent").resolve(document + ".tif");
        if (Files.exists(folder.resolve("busy"))) {
            call.write("a file called \"busy\" lies in " + folder);
            return call.report(true, "", fax.dialString(), Outcome.BUSY, 0);
        }
        listener.progress(new CallProgress.Answered());
        listener.progress(new CallProgress.Fax(new Progress.Identified(name)));
        int pages = fax.pages().count();
        try {
            Files.createDirectories(part.getParent());
            try (FileChannel channel = FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    var writer = new TiffWriter(
                            Channels.newOutputStream(channel), TiffOptions.PLAIN.withTotalPages(pages))) {
                for (int number = 1; number <= pages; number++) {
                    if (call.stopped.isPresent()) {
                        return call.report(true, "", fax.dialString(), call.stopped.get(), 0);
                    }
                    listener.progress(new CallProgress.Fax(new Progress.PageBegun(number)));
                    Optional<Page> page = fax.pages().page(number);
                    if (page.isEmpty()) {
                        return call.report(true, "", fax.dialString(), Outcome.DOCUMENT_LOST, 0);
                    }
                    writer.append(page.get(), 0, 0);
                }
            }
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cause) {
            call.write("the file cannot be written: " + cause);
            return call.report(true, "", fax.dialString(), Outcome.TRUNK_UNREACHABLE, 0);
        }
        // Only now: a page is confirmed when nothing can take it away any more.
        for (int number = 1; number <= pages; number++) {
            listener.progress(new CallProgress.Fax(new Progress.PageConfirmed(number)));
        }
        listener.progress(new CallProgress.Ending());
        call.write("wrote " + pages + " pages to " + file);
        return call.report(true, "", fax.dialString(), Outcome.DELIVERED, pages);
    }

    /** Takes in what lies in the folder {@code in}, one file after the other. The name of a file is its caller. */
    void receive() {
        Path in = folder.resolve("in");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.isDirectory(in) ? Files.list(in) : Stream.empty()) {
            all.filter(each -> each.toString().toLowerCase(Locale.ROOT).matches(".*\\.tiff?"))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException _) {
            return; // it is looked at again in a moment
        }
        for (Path file : files) {
            var call = new Call();
            if (!take(call)) {
                return; // it sends; the file waits
            }
            try {
                receive(call, file);
            } finally {
                idle();
            }
        }
    }

    private void receive(Call call, Path file) {
        String caller = file.getFileName().toString().replaceAll("\\.[^.]*$", "");
        List<Page> pages = new ArrayList<>();
        try {
            TiffFile tiff = TiffFile.read(Files.readAllBytes(file));
            for (int i = 0; i < tiff.pages(); i++) {
                pages.add(tiff.page(i).page());
            }
        } catch (IOException | TiffException cause) {
            move(file, "refused"); // cut off, or no fax at all
            return;
        }
        now(DeviceState.Activity.RECEIVING, call, caller);
        Reception reception = switchboard.incoming(
                new IncomingCall(call.id(), id(), name, caller, "", file.toString(), Instant.now()));
        if (!(reception instanceof Reception.Accept accept)) {
            return; // the file stays, and is offered again
        }
        Receiver receiver = accept.receiver();
        receiver.begun(call);
        receiver.progress(new CallProgress.Answered());
        receiver.progress(new CallProgress.FaxBegun());
        receiver.progress(new CallProgress.Fax(new Progress.Identified(caller)));
        int kept = 0;
        Outcome outcome = Outcome.RECEIVED;
        try {
            for (Page page : pages) {
                if (call.stopped.isPresent()) {
                    outcome = kept == 0 ? call.stopped.get() : Outcome.PARTIALLY_RECEIVED;
                    break;
                }
                receiver.progress(new CallProgress.Fax(new Progress.PageBegun(kept + 1)));
                receiver.keep(new ReceivedPage(kept + 1, page, 0, true));
                kept++;
                receiver.progress(new CallProgress.Fax(new Progress.PageConfirmed(kept)));
            }
        } catch (IOException cause) {
            call.write("page " + (kept + 1) + " could not be kept: " + cause.getMessage());
            outcome = kept == 0 ? Outcome.CANNOT_KEEP_PAGE : Outcome.PARTIALLY_RECEIVED;
        }
        call.write("took " + kept + " of " + pages.size() + " pages from " + file);
        // Away first: what is in the inbox must not come in a second time.
        move(file, kept == pages.size() ? "received" : "refused");
        receiver.ended(call.report(false, caller, name, outcome, kept));
    }

    private void move(Path file, String where) {
        try {
            Path to = Files.createDirectories(folder.resolve(where));
            Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cause) {
            throw new IllegalStateException(file + " cannot be moved; it would come in again and again.", cause);
        }
    }

    private synchronized boolean take(Call call) {
        if (holder.isPresent()) {
            return false;
        }
        holder = Optional.of(call);
        return true;
    }

    void stop() {
        holder.ifPresent(call -> call.stop(Outcome.STOPPED));
    }

    private void now(DeviceState.Activity activity, Call call, String far) {
        state = new DeviceState(activity, call.id(), far, 0, Instant.now());
        switchboard.stateChanged(this);
    }

    private void idle() {
        holder = Optional.empty();
        state = DeviceState.idle(Instant.now());
        switchboard.stateChanged(this);
    }
}
