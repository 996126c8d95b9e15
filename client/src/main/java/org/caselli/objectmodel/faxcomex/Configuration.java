package org.caselli.objectmodel.faxcomex;

import java.time.LocalTime;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.ServerSettings;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

final class Configuration implements FaxConfiguration {
    private static final String USE_ARCHIVE = "archive.use";
    private static final String LOCATION = "archive.location";
    private static final String WARNING = "archive.quotaWarning";
    private static final String HIGH_MARK = "archive.highMark";
    private static final String LOW_MARK = "archive.lowMark";
    private static final String ARCHIVE_AGE = "archive.ageLimit";
    private static final String BLOCKED = "outgoing.blocked";
    private static final String PAUSED = "outgoing.paused";
    private static final String PERSONAL_COVERS = "covers.allowPersonalCoverPages";
    private static final String DEVICE_TSID = "outgoing.useDeviceTsid";
    private static final String RETRIES = "outgoing.retries";
    private static final String RETRY_DELAY = "outgoing.retryDelay";
    private static final String DISCOUNT_START = "outgoing.discountStart";
    private static final String DISCOUNT_END = "outgoing.discountEnd";
    private static final String QUEUE_AGE = "outgoing.ageLimit";
    private static final String BRANDING = "outgoing.branding";
    private static final String INCOMING_BLOCKED = "incoming.blocked";
    private static final String AUTO_CREATE = "access.autoCreateAccountOnConnect";
    private static final String PUBLIC = "access.incomingFaxesArePublic";

    private final Connection connection;
    private final ServerSettings settings;
    private volatile @Nullable Long size;

    Configuration(Connection connection) {
        this.connection = connection;
        this.settings = new ServerSettings(
                connection,
                USE_ARCHIVE,
                LOCATION,
                WARNING,
                HIGH_MARK,
                LOW_MARK,
                ARCHIVE_AGE,
                BLOCKED,
                PAUSED,
                PERSONAL_COVERS,
                DEVICE_TSID,
                RETRIES,
                RETRY_DELAY,
                DISCOUNT_START,
                DISCOUNT_END,
                QUEUE_AGE,
                BRANDING,
                INCOMING_BLOCKED,
                AUTO_CREATE,
                PUBLIC);
    }

    /** Of both archives, in octets. */
    private long size() {
        Long present = size;
        if (present == null) {
            var status = connection.ask(client -> client.archives().status());
            present = status.received().octets() + status.sent().octets();
            size = present;
        }
        return present;
    }

    @Override
    public boolean isUseArchive() {
        return settings.flag(USE_ARCHIVE);
    }

    @Override
    public void setUseArchive(boolean value) {
        settings.set(USE_ARCHIVE, value);
    }

    @Override
    public String getArchiveLocation() {
        return settings.text(LOCATION);
    }

    @Override
    public void setArchiveLocation(@Nullable String value) {
        settings.set(LOCATION, Words.text(value));
    }

    @Override
    public boolean isSizeQuotaWarning() {
        return settings.flag(WARNING);
    }

    @Override
    public void setSizeQuotaWarning(boolean value) {
        settings.set(WARNING, value);
    }

    @Override
    public int getHighQuotaWaterMark() {
        return settings.number(HIGH_MARK);
    }

    @Override
    public void setHighQuotaWaterMark(int value) {
        settings.set(HIGH_MARK, value);
    }

    @Override
    public int getLowQuotaWaterMark() {
        return settings.number(LOW_MARK);
    }

    @Override
    public void setLowQuotaWaterMark(int value) {
        settings.set(LOW_MARK, value);
    }

    @Override
    public int getArchiveAgeLimit() {
        return settings.number(ARCHIVE_AGE);
    }

    @Override
    public void setArchiveAgeLimit(int value) {
        settings.set(ARCHIVE_AGE, value);
    }

    @Override
    public int getArchiveSizeLow() {
        return (int) size();
    }

    @Override
    public int getArchiveSizeHigh() {
        return (int) (size() >>> 32);
    }

    @Override
    public boolean isOutgoingQueueBlocked() {
        return settings.flag(BLOCKED);
    }

    @Override
    public void setOutgoingQueueBlocked(boolean value) {
        settings.set(BLOCKED, value);
    }

    @Override
    public boolean isOutgoingQueuePaused() {
        return settings.flag(PAUSED);
    }

    @Override
    public void setOutgoingQueuePaused(boolean value) {
        settings.set(PAUSED, value);
    }

    @Override
    public boolean isAllowPersonalCoverPages() {
        return settings.flag(PERSONAL_COVERS);
    }

    @Override
    public void setAllowPersonalCoverPages(boolean value) {
        settings.set(PERSONAL_COVERS, value);
    }

    @Override
    public boolean isUseDeviceTSID() {
        return settings.flag(DEVICE_TSID);
    }

    @Override
    public void setUseDeviceTSID(boolean value) {
        settings.set(DEVICE_TSID, value);
    }

    @Override
    public int getRetries() {
        return settings.number(RETRIES);
    }

    @Override
    public void setRetries(int value) {
        settings.set(RETRIES, value);
    }

    @Override
    public int getRetryDelay() {
        return settings.minutes(RETRY_DELAY);
    }

    @Override
    public void setRetryDelay(int value) {
        settings.setMinutes(RETRY_DELAY, value);
    }

    @Override
    public LocalTime getDiscountRateStart() {
        return settings.time(DISCOUNT_START);
    }

    @Override
    public void setDiscountRateStart(LocalTime value) {
        settings.setTime(DISCOUNT_START, value);
    }

    @Override
    public LocalTime getDiscountRateEnd() {
        return settings.time(DISCOUNT_END);
    }

    @Override
    public void setDiscountRateEnd(LocalTime value) {
        settings.setTime(DISCOUNT_END, value);
    }

    @Override
    public int getOutgoingQueueAgeLimit() {
        return settings.number(QUEUE_AGE);
    }

    @Override
    public void setOutgoingQueueAgeLimit(int value) {
        settings.set(QUEUE_AGE, value);
    }

    @Override
    public boolean isBranding() {
        return settings.flag(BRANDING);
    }

    @Override
    public void setBranding(boolean value) {
        settings.set(BRANDING, value);
    }

    @Override
    public boolean isIncomingQueueBlocked() {
        return settings.flag(INCOMING_BLOCKED);
    }

    @Override
    public void setIncomingQueueBlocked(boolean value) {
        settings.set(INCOMING_BLOCKED, value);
    }

    @Override
    public boolean isAutoCreateAccountOnConnect() {
        return settings.flag(AUTO_CREATE);
    }

    @Override
    public void setAutoCreateAccountOnConnect(boolean value) {
        settings.set(AUTO_CREATE, value);
    }

    @Override
    public boolean isIncomingFaxesArePublic() {
        return settings.flag(PUBLIC);
    }

    @Override
    public void setIncomingFaxesArePublic(boolean value) {
        settings.set(PUBLIC, value);
    }

    @Override
    public void refresh() {
        settings.refresh();
        size = null;
    }

    @Override
    public void save() {
        settings.save();
    }
}
