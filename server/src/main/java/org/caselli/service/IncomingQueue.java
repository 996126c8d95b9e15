package org.caselli.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.IncomingLedger;
import org.caselli.queue.IncomingState;
import org.caselli.queue.Operation;
import org.caselli.queue.RoutingStep;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.access.Visibility;
import org.caselli.service.archive.FaxPages;
import org.caselli.service.archive.Label;
import org.caselli.service.routing.InboundRouting;
import org.caselli.store.Blobs;

/** The incoming queue: faxes that are being received or routed, and those that could not be routed. */
public final class IncomingQueue {
    private final IncomingLedger ledger;
    private final InboundRouting routing;
    private final Blobs blobs;
    private final Supplier<ZoneId> zone;
    private final Consumer<String> stop;
    private final Function<String, Optional<byte[]>> soFar;
    private final Runnable route;
    private final Visibility visibility;
    private final Predicate<String> shown;

    /**
     * @param zone  of times in files
     * @param soFar the pages of a call that is under way, as a TIFF file, by the call's id
     * @param shown whether the caller may look at the pages of a job
     * @param stop  ends the call of a reception, by the call's id, if it is on a line of this process
     * @param route told when there may be something to route
     */
    IncomingQueue(
            IncomingLedger ledger,
            InboundRouting routing,
            Blobs blobs,
            Supplier<ZoneId> zone,
            Function<String, Optional<byte[]>> soFar,
            Consumer<String> stop,
            Runnable route,
            Visibility visibility,
            Predicate<String> shown) {
        this.visibility = visibility;
        this.shown = shown;
        this.soFar = soFar;
        this.ledger = ledger;
        this.routing = routing;
        this.blobs = blobs;
        this.zone = zone;
        this.stop = stop;
        this.route = route;
    }

    /** Jobs that are in one of these states (in any state if none is given), newest first. */
    public Listing<IncomingJob> jobs(List<IncomingState> states, Slice slice) {
        visibility.requireIncoming();
        return Cursor.listing(
                ledger.list(states, slice.after(), slice.limit() + 1), slice, IncomingJob::id, job -> job);
    }

    /** The same for the folders of an account: nothing where the caller does not see what is nobody's (faxcomex.md §4.52). */
    public Listing<IncomingJob> jobsInSight(List<IncomingState> states, Slice slice) {
        return visibility.incoming() ? jobs(states, slice) : new Listing<>(List.of(), Optional.empty());
    }

    /** The same of one job: for who does not see what is nobody's there is none. */
    public void requireInSight(String id) {
        if (!visibility.incoming()) {
            throw unknown(id);
        }
    }

    /** The id of the job that this names, by its id or its number; what names none that the caller knows stays as it is. */
    public String id(String idOrNumber) {
        return ledger.ofNumber(idOrNumber).filter(id -> visibility.incoming()).orElse(idOrNumber);
    }

    /** One job. */
    public IncomingJob job(String id) {
        visibility.requireIncoming();
        return ledger.find(id).orElseThrow(() -> unknown(id));
    }

    private static Refusal unknown(String id) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                FaxError.FAX_E_MESSAGE_NOT_FOUND,
                "There is no incoming job " + id + ".",
                "A fax that was routed has left the queue; look for it among the received faxes.");
    }

    /** The routing methods of a job, in their order, and how far they have come. */
    public List<RoutingStep> steps(String id) {
        job(id);
        return ledger.steps(id);
    }

    /**
     * Breaks off a reception, whose pages are then thrown away, or deletes a job that waits. A reception goes to CANCELING,
     * and its line is ended; if the whole fax has arrived meanwhile, it is kept.
     *
     * @throws Refusal of kind CONFLICT while the fax is being routed, or if it was cancelled before
     */
    public void cancel(String id) {
        Caller.current().require(Right.MANAGE_RECEIVE_FOLDER);
        IncomingJob before = ledger.cancel(id).orElseThrow(() -> {
            IncomingJob job = job(id);
            boolean routing = job.state() == IncomingState.ROUTING;
            return new Refusal(
                    Refusal.Kind.CONFLICT,
                    routing ? FaxError.ERROR_INVALID_OPERATION : FaxError.E_INVALIDARG,
                    "The incoming job " + id + " cannot be cancelled: it is " + word(job.state()) + ".",
                    routing ? "Wait until its routing methods have ended." : "Wait until its call has ended.");
        });
        if (before.state() == IncomingState.IN_PROGRESS) {
            stop.accept(before.callId());
        }
    }

    /**
     * Routes a fax again whose routing was given up: the methods that have not done their work, as they are configured now.
     *
     * @throws Refusal of kind CONFLICT if its routing was not given up, or nothing is left to run
     */
    public IncomingJob restart(String id) {
        Caller.current().require(Right.MANAGE_RECEIVE_FOLDER);
        IncomingJob job = ledger.restart(id, before -> routing.plan(before.device()))
                .orElseThrow(() -> {
                    IncomingJob now = job(id);
                    return now.operations().contains(Operation.RESTART)
                            ? new Refusal(
                                    Refusal.Kind.CONFLICT,
                                    FaxError.ERROR_BAD_CONFIGURATION,
                                    "No routing method of the device " + now.device() + " is left to run for fax " + id
                                            + ".",
                                    "Enable one on the device, or fetch the fax and delete the job.")
                            : new Refusal(
                                    Refusal.Kind.CONFLICT,
                                    FaxError.ERROR_INVALID_OPERATION,
                                    "The incoming job " + id + " cannot be routed again: it is " + word(now.state())
                                            + ".",
                                    "Only a fax whose routing was given up can.");
                });
        route.run();
        return job;
    }

    private static String word(IncomingState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * The pages of a fax, also while it is being received: those that are kept so far. A TIFF class F file.
     *
     * @throws Refusal of kind CONFLICT while there is no page yet; NOT_FOUND if the fax was given to others
     */
    public byte[] tiff(String id) {
        IncomingJob job = job(id);
        if (!shown.test(id)) {
            throw unknown(id);
        }
        // Asked again in the end: the call may have been over in between, and its pages put together.
        return whole(id)
                .or(() -> soFar.apply(job.callId()))
                .or(() -> whole(id))
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "Of fax " + id + " no page has come yet: it is " + word(job.state()) + ".",
                        "Wait until there is one; the job tells its pages."));
    }

    private Optional<byte[]> whole(String id) {
        return ledger.tiffBlob(id).map(blob -> {
            var tiff = new ByteArrayOutputStream();
            try {
                Label.of(job(id)).write(blobs.path(blob), zone.get(), tiff);
            } catch (IOException cause) {
                throw new UncheckedIOException("The stored pages of fax " + id + " cannot be read.", cause);
            }
            return tiff.toByteArray();
        });
    }

    /** The same as a PDF file. */
    public byte[] pdf(String id) {
        IncomingJob job = job(id);
        var out = new ByteArrayOutputStream();
        try {
            pages(id).writePdf(("Fax from " + job.callerId()).strip(), job.startedAt(), out);
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return out.toByteArray();
    }

    /**
     * A page of it as a PNG file, in the proportions of the paper.
     *
     * @param number 1 for the first
     * @param width  in dots
     * @throws Refusal of kind NOT_FOUND if it has no such page; INVALID if it cannot be so wide
     */
    public byte[] page(String id, int number, int width) {
        FaxPages pages = pages(id);
        var out = new ByteArrayOutputStream();
        try {
            pages.writePng(id, number, width, out);
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return out.toByteArray();
    }

    private FaxPages pages(String id) {
        return FaxPages.of("of the incoming job " + id, tiff(id));
    }
}
