package org.caselli.objectmodel.faxcom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.client.Devices;
import org.caselli.client.Devices.Call;
import org.caselli.fax.FaxError;
import org.caselli.faxcom.FaxStatus;
import org.caselli.objectmodel.Connection;
import org.jspecify.annotations.Nullable;

/** What a line did at one moment. All getters tell of the same moment, also while another thread refreshes. */
final class Status implements FaxStatus {
    private final Connection connection;
    private final int device;
    private volatile Devices.Status snapshot;

    Status(Connection connection, int device) {
        this.connection = connection;
        this.device = device;
        this.snapshot = read();
    }

    private Devices.Status read() {
        return connection.ask(
                FaxError.ERROR_BAD_UNIT, client -> client.devices().status(Integer.toString(device)));
    }

    @Override
    public void refresh() {
        snapshot = read();
    }

    /** Something of the call on the line; empty if there is none, or it is not known, or not of this direction. */
    private <T> Optional<T> ofCall(Function<Call, @Nullable T> property) {
        return Optional.ofNullable(snapshot.call()).map(property);
    }

    private String text(Function<Call, @Nullable String> property) {
        return ofCall(property).orElse("");
    }

    @Override
    public String getAddress() {
        return text(Call::address);
    }

    @Override
    public String getCallerId() {
        return text(Call::callerId);
    }

    @Override
    public String getCsid() {
        return text(Call::csid);
    }

    @Override
    public int getCurrentPage() {
        return ofCall(Call::currentPage).orElse(0);
    }

    @Override
    public String getDescription() {
        return snapshot.text();
    }

    @Override
    public int getDeviceId() {
        return device;
    }

    @Override
    public String getDeviceName() {
        return snapshot.name();
    }

    @Override
    public String getDocumentName() {
        return text(Call::documentName);
    }

    @Override
    public int getDocumentSize() {
        return (int) Math.min(Integer.MAX_VALUE, ofCall(Call::documentSize).orElse(0L));
    }

    @Override
    public Duration getElapsedTime() {
        Devices.Status status = snapshot;
        return Duration.ofMillis(status.call() == null ? 0 : status.call().elapsedMillis());
    }

    @Override
    public int getPageCount() {
        return ofCall(Call::pageCount).orElse(0);
    }

    @Override
    public boolean isReceive() {
        return snapshot.receiving();
    }

    @Override
    public String getRecipientName() {
        return text(Call::recipientName);
    }

    @Override
    public String getRoutingString() {
        return text(Call::routingInformation);
    }

    @Override
    public boolean isSend() {
        return snapshot.sending();
    }

    @Override
    public String getSenderName() {
        return text(Call::senderName);
    }

    @Override
    public Optional<Instant> getStartTime() {
        return ofCall(Call::startedAt);
    }

    @Override
    public Optional<Instant> getSubmittedTime() {
        return ofCall(Call::submittedAt);
    }

    @Override
    public String getTsid() {
        return text(Call::tsid);
    }
}
