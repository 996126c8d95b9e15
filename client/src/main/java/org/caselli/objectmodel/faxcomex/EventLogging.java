package org.caselli.objectmodel.faxcomex;

import org.caselli.faxcomex.FAX_LOG_LEVEL_ENUM;
import org.caselli.faxcomex.FaxEventLogging;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.ServerSettings;
import org.caselli.objectmodel.Words;

final class EventLogging implements FaxEventLogging {
    private static final String INIT = "logging.init";
    private static final String INBOUND = "logging.inbound";
    private static final String OUTBOUND = "logging.outbound";
    private static final String GENERAL = "logging.general";

    private final ServerSettings settings;

    EventLogging(Connection connection) {
        settings = new ServerSettings(connection, INIT, INBOUND, OUTBOUND, GENERAL);
    }

    private FAX_LOG_LEVEL_ENUM level(String name) {
        return Words.of(FAX_LOG_LEVEL_ENUM.class, settings.text(name));
    }

    @Override
    public FAX_LOG_LEVEL_ENUM getInitEventsLevel() {
        return level(INIT);
    }

    @Override
    public void setInitEventsLevel(FAX_LOG_LEVEL_ENUM value) {
        settings.set(INIT, Words.word(value));
    }

    @Override
    public FAX_LOG_LEVEL_ENUM getInboundEventsLevel() {
        return level(INBOUND);
    }

    @Override
    public void setInboundEventsLevel(FAX_LOG_LEVEL_ENUM value) {
        settings.set(INBOUND, Words.word(value));
    }

    @Override
    public FAX_LOG_LEVEL_ENUM getOutboundEventsLevel() {
        return level(OUTBOUND);
    }

    @Override
    public void setOutboundEventsLevel(FAX_LOG_LEVEL_ENUM value) {
        settings.set(OUTBOUND, Words.word(value));
    }

    @Override
    public FAX_LOG_LEVEL_ENUM getGeneralEventsLevel() {
        return level(GENERAL);
    }

    @Override
    public void setGeneralEventsLevel(FAX_LOG_LEVEL_ENUM value) {
        settings.set(GENERAL, Words.word(value));
    }

    @Override
    public void refresh() {
        settings.refresh();
    }

    @Override
    public void save() {
        settings.save();
    }
}
