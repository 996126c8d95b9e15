package org.caselli.faxcomex;

/**
 * Event log verbosity per category.
 *
 * <p>Obtained from {@code FaxLoggingOptions.EventLogging}.
 *
 * <p>Save writes; Refresh reloads.
 */
public interface FaxEventLogging {
    /**
     * Start/stop events.
     *
     * <p>Right needed: QUERY_CONFIG; Save MANAGE_CONFIG.
     */
    FAX_LOG_LEVEL_ENUM getInitEventsLevel();

    /**
     * Sets {@link #getInitEventsLevel()}.
     */
    void setInitEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /**
     * Reception events.
     *
     * <p>Right needed: same.
     */
    FAX_LOG_LEVEL_ENUM getInboundEventsLevel();

    /**
     * Sets {@link #getInboundEventsLevel()}.
     */
    void setInboundEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /**
     * Transmission events.
     *
     * <p>Right needed: same.
     */
    FAX_LOG_LEVEL_ENUM getOutboundEventsLevel();

    /**
     * Sets {@link #getOutboundEventsLevel()}.
     */
    void setOutboundEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /**
     * Everything else.
     *
     * <p>Right needed: same.
     */
    FAX_LOG_LEVEL_ENUM getGeneralEventsLevel();

    /**
     * Sets {@link #getGeneralEventsLevel()}.
     */
    void setGeneralEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /**
     * Reload.
     *
     * <p>Right needed: QUERY_CONFIG.
     */
    void refresh();

    /**
     * Write; fires OnEventLoggingConfigChange.
     *
     * <p>Right needed: MANAGE_CONFIG and QUERY_CONFIG.
     */
    void save();
}
