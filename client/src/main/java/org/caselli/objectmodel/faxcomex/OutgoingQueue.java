package org.caselli.objectmodel.faxcomex;

import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingJobs;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.ServerSettings;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

/** The outgoing queue: how it is worked, and what is in it. */
final class OutgoingQueue implements FaxOutgoingQueue {
    private final Connection connection;
    private final ServerSettings settings;

    OutgoingQueue(Connection connection) {
        this.connection = connection;
        settings = new ServerSettings(
                connection,
                "outgoing.blocked",
                "outgoing.paused",
                "covers.allowPersonalCoverPages",
                "outgoing.useDeviceTsid",
                "outgoing.retries",
                "outgoing.retryDelay",
                "outgoing.discountStart",
                "outgoing.discountEnd",
                "outgoing.ageLimit",
                "outgoing.branding");
    }

    @Override
    public boolean isBlocked() {
        return settings.flag("outgoing.blocked");
    }

    @Override
    public void setBlocked(boolean value) {
        settings.set("outgoing.blocked", value);
    }

    @Override
    public boolean isPaused() {
        return settings.flag("outgoing.paused");
    }

    @Override
    public void setPaused(boolean value) {
        settings.set("outgoing.paused", value);
    }

    @Override
    public boolean isAllowPersonalCoverPages() {
        return settings.flag("covers.allowPersonalCoverPages");
    }

    @Override
    public void setAllowPersonalCoverPages(boolean value) {
        settings.set("covers.allowPersonalCoverPages", value);
    }

    @Override
    public boolean isUseDeviceTSID() {
        return settings.flag("outgoing.useDeviceTsid");
    }

    @Override
    public void setUseDeviceTSID(boolean value) {
        settings.set("outgoing.useDeviceTsid", value);
    }

    @Override
    public int getRetries() {
        return settings.number("outgoing.retries");
    }

    @Override
    public void setRetries(int value) {
        settings.set("outgoing.retries", value);
    }

    @Override
    public int getRetryDelay() {
        return settings.minutes("outgoing.retryDelay");
    }

    @Override
    public void setRetryDelay(int value) {
        settings.setMinutes("outgoing.retryDelay", value);
    }

    @Override
    public LocalTime getDiscountRateStart() {
        return settings.time("outgoing.discountStart");
    }

    @Override
    public void setDiscountRateStart(LocalTime value) {
        settings.setTime("outgoing.discountStart", value);
    }

    @Override
    public LocalTime getDiscountRateEnd() {
        return settings.time("outgoing.discountEnd");
    }

    @Override
    public void setDiscountRateEnd(LocalTime value) {
        settings.setTime("outgoing.discountEnd", value);
    }

    @Override
    public int getAgeLimit() {
        return settings.number("outgoing.ageLimit");
    }

    @Override
    public void setAgeLimit(int value) {
        settings.set("outgoing.ageLimit", value);
    }

    @Override
    public boolean isBranding() {
        return settings.flag("outgoing.branding");
    }

    @Override
    public void setBranding(boolean value) {
        settings.set("outgoing.branding", value);
    }

    @Override
    public void refresh() {
        settings.refresh();
    }

    @Override
    public void save() {
        settings.save();
    }

    @Override
    public FaxOutgoingJobs getJobs() {
        return new OutgoingJobs(connection, connection.ask(client -> client.queue(false)));
    }

    @Override
    public FaxOutgoingJob getJob(@Nullable String jobId) {
        return new OutgoingJob(connection, OutgoingJob.in(connection, Words.text(jobId)));
    }

    @Override
    public Optional<FaxOutgoingJob> findJob(@Nullable String jobId) {
        return connection.ask(client -> client.jobs(List.of(Words.text(jobId)), true)).stream()
                .findFirst()
                .map(job -> new OutgoingJob(connection, job));
    }
}
