package org.caselli.service;

import java.time.Instant;
import java.util.OptionalInt;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.IncomingCall;
import org.caselli.line.Reception;
import org.caselli.line.Ringing;
import org.caselli.line.RingingCall;
import org.caselli.line.Switchboard;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.device.DeviceSettings;
import org.caselli.service.device.Devices;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what becomes of a call: whether the device that it came to answers it, and when. The receptions themselves are elsewhere. */
final class Desk implements Switchboard {
    /** Ours: a call that nobody answers has rung for a minute and a half, less than callers and proxies let it ring. */
    private static final int MOST_RINGS = 15;

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Store store;
    private final EventLog events;
    private final Devices devices;
    private final Incoming incoming;
    private final Calls calls;
    private final LiveCalls live;
    private final Settings settings;
    private final Runnable lineFree;

    /** @param lineFree told when a line may be free again, or a new one is there */
    Desk(
            Store store,
            EventLog events,
            Devices devices,
            Incoming incoming,
            Calls calls,
            LiveCalls live,
            Settings settings,
            Runnable lineFree) {
        this.store = store;
        this.events = events;
        this.devices = devices;
        this.incoming = incoming;
        this.calls = calls;
        this.live = live;
        this.settings = settings;
        this.lineFree = lineFree;
    }

    @Override
    public Reception incoming(IncomingCall call) {
        try {
            var refused = incoming.refuses(call);
            return refused.isPresent() ? new Reception.Refuse(refused.get()) : received(call);
        } catch (StoreException trouble) {
            if (trouble.hope() == StoreException.Hope.NONE) {
                throw trouble;
            }
            LOG.warn("A call from {} was not answered. {}", call.callerNumber(), trouble.getMessage());
            return new Reception.Refuse(Reception.Reason.NOT_NOW);
        }
    }

    private Reception received(IncomingCall call) {
        DeviceSettings device = devices.settingsOf(call.deviceId());
        announce(call);
        boolean rings = !devices.isVirtual(call.deviceId());
        return switch (device.receiveMode()) {
            case AUTO_ANSWER ->
                rings && device.ringsBeforeAnswer() > 1
                        ? new Reception.Ring(device.ringsBeforeAnswer(), device.ringsBeforeAnswer() + 1, new Bell(call))
                        : incoming.accept(call, csid(call, device));
            case MANUAL_ANSWER -> new Reception.Ring(Reception.Ring.UNTIL_ASKED, MOST_RINGS, new Bell(call));
            case NO_ANSWER ->
                rings
                        ? new Reception.Ring(Reception.Ring.UNTIL_ASKED, MOST_RINGS, new Bell(call))
                        : new Reception.Refuse(Reception.Reason.NOT_NOW);
        };
    }

    private void announce(IncomingCall call) {
        OptionalInt device = devices.idOf(call.deviceId());
        store.writeSoon(handle -> events.append(
                handle,
                call.at(),
                ServerEvent.Kind.NEW_CALL,
                call.callId(),
                "device",
                call.deviceId(),
                "deviceId",
                device.isPresent() ? device.getAsInt() : "",
                "number",
                call.callerNumber(),
                "name",
                call.callerName(),
                "called",
                call.calledNumber()));
    }

    /** What we call ourselves: the device's word, else the server's, else the number that was called. */
    private String csid(IncomingCall call, DeviceSettings device) {
        if (!device.csid().isEmpty()) {
            return device.csid();
        }
        String server = settings.identity().stationId();
        return server.isEmpty() ? call.calledNumber() : server;
    }

    @Override
    public boolean answers(String deviceId) {
        return devices.answers(deviceId);
    }

    @Override
    public void stateChanged(Device device) {
        devices.stateChanged(device);
        if (device.state().isIdle()) {
            lineFree.run();
        }
    }

    @Override
    public void devicesChanged() {
        devices.devicesChanged();
        lineFree.run();
    }

    /** A call that rings. */
    private final class Bell implements Ringing {
        private final IncomingCall call;
        private final LiveCalls.Live shown;

        Bell(IncomingCall call) {
            this.call = call;
            this.shown = live.expect(call.deviceId(), 1, 0, LiveCalls.Plan.of(call, ""));
        }

        @Override
        public void begun(RingingCall ringing) {
            shown.begun(call.callId());
            devices.rings(call.deviceId(), ringing);
        }

        /** It may have rung for minutes: what was true at its beginning is asked again. */
        @Override
        public Reception answer() {
            silent();
            var refused = incoming.refuses(call);
            return refused.isPresent()
                    ? new Reception.Refuse(refused.get())
                    : incoming.accept(call, csid(call, devices.settingsOf(call.deviceId())));
        }

        /** What rang and was not answered leaves a diary, so that one can see who called. */
        @Override
        public void over(CallReport report) {
            silent();
            Instant at = call.at();
            String peer = call.callerNumber().isEmpty() ? call.callerName() : call.callerNumber();
            store.write(handle -> {
                calls.beginIncoming(handle, call.callId(), call.deviceId(), peer, call.calledNumber(), at);
                calls.end(handle, report, Outgoing.facts(report, shown.facts()));
                events.append(
                        handle,
                        report.ended(),
                        ServerEvent.Kind.CALL_ENDED,
                        call.callId(),
                        "outcome",
                        report.outcome(),
                        "pages",
                        0);
                return true;
            });
            lineFree.run();
        }

        private void silent() {
            devices.ringsNoMore(call.deviceId(), call.callId());
            shown.over();
        }
    }
}
