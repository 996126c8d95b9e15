package org.caselli.objectmodel.faxcomex;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.caselli.objectmodel.RunningServer;

/** Waits until something is so, which is looked at after each event of a server. */
final class Eventually {
    private Eventually() {}

    static void until(RunningServer running, BooleanSupplier so) throws Exception {
        long last = running.client().server().lastEvent();
        if (so.getAsBoolean()) {
            return;
        }
        var seen = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                running.client().events(last, event -> !so.getAsBoolean());
                seen.complete(true);
            } catch (RuntimeException | AssertionError cause) {
                seen.completeExceptionally(cause);
            }
        });
        seen.get(60, TimeUnit.SECONDS); // only a stuck program takes so long
    }
}
