package org.caselli.objectmodel.porting;

import java.util.function.Consumer;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;

/** The program that shows everything: all sinks are there, each writes a line, and those of faxes ask back for more. */
final class EventWindow implements FaxServerNotify {
    private final Consumer<String> line;

    EventWindow(Consumer<String> line) {
        this.line = line;
    }

    void listen(FaxServer server) {
        server.addListener(this);
        server.listenToServerEvents(
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_QUEUE,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetACTIVITY,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_ARCHIVE,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_ARCHIVE,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetDEVICE_STATUS,
                FAX_SERVER_EVENTS_TYPE_ENUM.fsetINCOMING_CALL);
    }

    private static String text(FaxJobStatus status) {
        String text = status.getJobType() + " " + status.getStatus() + " " + status.getExtendedStatusCode() + " page "
                + status.getCurrentPage() + "/" + status.getPages() + " " + status.getTSID() + ">" + status.getCSID()
                + " may " + status.getAvailableOperations() + " tries " + status.getRetries();
        return text + status.getTransmissionEnd().map(end -> " until " + end).orElse("");
    }

    @Override
    public void onIncomingJobAdded(FaxServer server, String jobId) {
        line.accept("IncomingJobAdded " + jobId);
    }

    @Override
    public void onIncomingJobRemoved(FaxServer server, String jobId) {
        line.accept("IncomingJobRemoved " + jobId);
    }

    @Override
    public void onIncomingJobChanged(FaxServer server, String jobId, FaxJobStatus status) {
        line.accept("IncomingJobChanged " + jobId + " " + text(status));
    }

    @Override
    public void onOutgoingJobAdded(FaxServer server, String jobId) {
        line.accept("OutgoingJobAdded " + jobId);
    }

    @Override
    public void onOutgoingJobRemoved(FaxServer server, String jobId) {
        line.accept("OutgoingJobRemoved " + jobId);
    }

    @Override
    public void onOutgoingJobChanged(FaxServer server, String jobId, FaxJobStatus status) {
        line.accept("OutgoingJobChanged " + jobId + " " + text(status));
    }

    @Override
    public void onIncomingMessageAdded(FaxServer server, String messageId) {
        FaxIncomingMessage message = server.getFolders().getIncomingArchive().getMessage(messageId);
        line.accept(
                "IncomingMessageAdded " + messageId + " from " + message.getTSID() + " pages " + message.getPages());
    }

    @Override
    public void onIncomingMessageRemoved(FaxServer server, String messageId) {
        line.accept("IncomingMessageRemoved " + messageId);
    }

    @Override
    public void onOutgoingMessageAdded(FaxServer server, String messageId) {
        FaxOutgoingMessage message = server.getFolders().getOutgoingArchive().getMessage(messageId);
        line.accept("OutgoingMessageAdded " + messageId + " to "
                + message.getRecipient().getFaxNumber() + " " + message.getDocumentName());
    }

    @Override
    public void onOutgoingMessageRemoved(FaxServer server, String messageId) {
        line.accept("OutgoingMessageRemoved " + messageId);
    }

    @Override
    public void onReceiptOptionsChange(FaxServer server) {
        line.accept("ReceiptOptionsChange " + server.getReceiptOptions().getSMTPSender());
    }

    @Override
    public void onActivityLoggingConfigChange(FaxServer server) {
        line.accept("ActivityLoggingConfigChange "
                + server.getLoggingOptions().getActivityLogging().isLogIncoming());
    }

    @Override
    public void onSecurityConfigChange(FaxServer server) {
        line.accept("SecurityConfigChange");
    }

    @Override
    public void onEventLoggingConfigChange(FaxServer server) {
        line.accept("EventLoggingConfigChange "
                + server.getLoggingOptions().getEventLogging().getGeneralEventsLevel());
    }

    @Override
    public void onOutgoingQueueConfigChange(FaxServer server) {
        line.accept("OutgoingQueueConfigChange "
                + server.getFolders().getOutgoingQueue().getRetries());
    }

    @Override
    public void onOutgoingArchiveConfigChange(FaxServer server) {
        line.accept("OutgoingArchiveConfigChange "
                + server.getFolders().getOutgoingArchive().getAgeLimit());
    }

    @Override
    public void onIncomingArchiveConfigChange(FaxServer server) {
        line.accept("IncomingArchiveConfigChange "
                + server.getFolders().getIncomingArchive().getAgeLimit());
    }

    @Override
    public void onDevicesConfigChange(FaxServer server) {
        line.accept("DevicesConfigChange " + server.getDevices().getItem(1).getDescription());
    }

    @Override
    public void onOutboundRoutingGroupsConfigChange(FaxServer server) {
        line.accept("OutboundRoutingGroupsConfigChange "
                + server.getOutboundRouting().getGroups().getCount());
    }

    @Override
    public void onOutboundRoutingRulesConfigChange(FaxServer server) {
        line.accept("OutboundRoutingRulesConfigChange "
                + server.getOutboundRouting().getRules().getCount());
    }

    @Override
    public void onServerActivityChange(FaxServer server, int incoming, int routing, int outgoing, int queued) {
        line.accept("ServerActivityChange " + incoming + " " + routing + " " + outgoing + " " + queued);
    }

    @Override
    public void onQueuesStatusChange(FaxServer server, boolean blocked, boolean paused, boolean incomingBlocked) {
        line.accept("QueuesStatusChange " + blocked + " " + paused + " " + incomingBlocked);
    }

    @Override
    public void onNewCall(FaxServer server, int callId, int deviceId, String callerId) {
        line.accept("NewCall " + deviceId + " from " + callerId);
    }

    @Override
    public void onServerShutDown(FaxServer server) {
        line.accept("ServerShutDown");
    }

    @Override
    public void onDeviceStatusChange(
            FaxServer server, int deviceId, boolean poweredOff, boolean sending, boolean receiving, boolean ringing) {
        line.accept(
                "DeviceStatusChange " + deviceId + " " + poweredOff + " " + sending + " " + receiving + " " + ringing);
    }

    @Override
    public void onGeneralServerConfigChanged(FaxServer server) {
        line.accept("GeneralServerConfigChanged");
    }
}
