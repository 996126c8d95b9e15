package org.caselli.faxcomex;

/**
 * How much is written into the log for people, by what it is about. From {@link FaxLoggingOptions#getEventLogging()}. A
 * copy, read when first asked, which {@link #save()} writes. Reading needs {@code far2QUERY_CONFIG}. The default, which
 * the original does not tell, is {@link FAX_LOG_LEVEL_ENUM#fllMED} for each.
 */
public interface FaxEventLogging {
    /** About start and stop of the server. */
    FAX_LOG_LEVEL_ENUM getInitEventsLevel();

    /** Sets {@link #getInitEventsLevel()}. {@link #save()} writes it. */
    void setInitEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /** About receiving and routing. */
    FAX_LOG_LEVEL_ENUM getInboundEventsLevel();

    /** Sets {@link #getInboundEventsLevel()}. {@link #save()} writes it. */
    void setInboundEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /** About sending. */
    FAX_LOG_LEVEL_ENUM getOutboundEventsLevel();

    /** Sets {@link #getOutboundEventsLevel()}. {@link #save()} writes it. */
    void setOutboundEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /** About everything else. */
    FAX_LOG_LEVEL_ENUM getGeneralEventsLevel();

    /** Sets {@link #getGeneralEventsLevel()}. {@link #save()} writes it. */
    void setGeneralEventsLevel(FAX_LOG_LEVEL_ENUM value);

    /** Reads them again; changes that were not saved are lost. Needs {@code far2QUERY_CONFIG}. */
    void refresh();

    /**
     * Writes all of them in one step. Needs {@code far2MANAGE_CONFIG} and {@code far2QUERY_CONFIG}. Listeners are told
     * by {@link FaxServerNotify#onEventLoggingConfigChange(FaxServer)}.
     *
     * @throws org.caselli.fax.FaxException ERROR_REVISION_MISMATCH if somebody else has changed one of them since they
     *     were read
     */
    void save();
}
