package org.caselli.objectmodel.faxcomex;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caselli.client.Api;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountNotify;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.objectmodel.CallNumber;

/** Which handlers an event of the server has. */
final class Events {
    private static final String SETTINGS = "settings/";

    /** The sections of which FaxConfiguration shows something. */
    private static final Set<String> GENERAL = Set.of("archive", "outgoing", "incoming", "covers", "access");

    /** The members of the section logging that FaxActivityLogging shows; the others are those of FaxEventLogging. */
    private static final Set<String> ACTIVITY_LOGGING = Set.of("logIncoming", "logOutgoing", "activityLogDirectory");

    private Events() {}

    static void tell(FaxServerNotify to, FaxServer server, Api.Event event) {
        Map<String, String> facts = event.facts();
        String subject = event.subject();
        switch (event.kind()) {
            case "incoming_job_added" -> to.onIncomingJobAdded(server, subject);
            case "incoming_job_changed" -> to.onIncomingJobChanged(server, subject, JobStatus.incoming(facts));
            case "incoming_job_removed" -> to.onIncomingJobRemoved(server, subject);
            case "job_added" -> to.onOutgoingJobAdded(server, subject);
            case "job_changed" -> to.onOutgoingJobChanged(server, subject, JobStatus.outgoing(facts));
            case "attempt_progress" -> to.onOutgoingJobChanged(server, text(facts, "job"), JobStatus.outgoing(facts));
            case "job_removed" -> to.onOutgoingJobRemoved(server, subject);
            case "received_fax_added" -> to.onIncomingMessageAdded(server, subject);
            case "received_fax_removed" -> to.onIncomingMessageRemoved(server, subject);
            case "sent_fax_added" -> to.onOutgoingMessageAdded(server, subject);
            case "sent_fax_removed" -> to.onOutgoingMessageRemoved(server, subject);
            case "config_changed" ->
                configChanged(
                        to, server, subject, List.of(text(facts, "members").split(" ")));
            case "activity_changed" ->
                to.onServerActivityChange(
                        server,
                        number(facts, "incoming"),
                        number(facts, "routing"),
                        number(facts, "outgoing"),
                        number(facts, "queued"));
            case "queue_state_changed" ->
                to.onQueuesStatusChange(
                        server,
                        flag(facts, "outgoingBlocked"),
                        flag(facts, "outgoingPaused"),
                        flag(facts, "incomingBlocked"));
            case "new_call" ->
                to.onNewCall(server, CallNumber.of(subject), number(facts, "deviceId"), text(facts, "number"));
            case "device_changed" ->
                to.onDeviceStatusChange(
                        server,
                        Integer.parseInt(subject),
                        flag(facts, "poweredOff"),
                        flag(facts, "sending"),
                        flag(facts, "receiving"),
                        flag(facts, "ringing"));
            case "server_stopping" -> to.onServerShutDown(server);
            default -> {} // the documented objects know no such event
        }
    }

    private static void configChanged(FaxServerNotify to, FaxServer server, String subject, List<String> members) {
        if (subject.startsWith("devices/")) {
            if (!subject.contains("/properties/")) { // of which the documented objects tell nothing
                to.onDevicesConfigChange(server);
            }
        } else if (subject.startsWith("routing/outbound/groups")) {
            to.onOutboundRoutingGroupsConfigChange(server);
        } else if (subject.startsWith("routing/outbound/rules")) {
            to.onOutboundRoutingRulesConfigChange(server);
        } else if (subject.equals("security")) {
            to.onSecurityConfigChange(server);
        } else if (subject.startsWith(SETTINGS)) {
            settingsChanged(to, server, subject.substring(SETTINGS.length()), members);
        }
    }

    private static void settingsChanged(FaxServerNotify to, FaxServer server, String section, List<String> members) {
        switch (section) {
            case "receipts" -> to.onReceiptOptionsChange(server);
            case "outgoing" -> to.onOutgoingQueueConfigChange(server);
            case "covers" -> {
                if (members.contains("allowPersonalCoverPages")) {
                    to.onOutgoingQueueConfigChange(server);
                }
            }
            case "archive" -> {
                to.onIncomingArchiveConfigChange(server);
                to.onOutgoingArchiveConfigChange(server);
            }
            case "logging" -> {
                if (members.stream().anyMatch(ACTIVITY_LOGGING::contains)) {
                    to.onActivityLoggingConfigChange(server);
                }
                if (!ACTIVITY_LOGGING.containsAll(members)) {
                    to.onEventLoggingConfigChange(server);
                }
            }
            default -> {}
        }
        if (GENERAL.contains(section)) {
            to.onGeneralServerConfigChanged(server);
        }
    }

    static void tell(FaxAccountNotify to, FaxAccount account, FaxServer server, Api.Event event) {
        Map<String, String> facts = event.facts();
        String subject = event.subject();
        switch (event.kind()) {
            case "incoming_job_added" -> to.onIncomingJobAdded(account, subject);
            case "incoming_job_changed" -> to.onIncomingJobChanged(account, subject, JobStatus.incoming(facts));
            case "incoming_job_removed" -> to.onIncomingJobRemoved(account, subject);
            case "job_added" -> to.onOutgoingJobAdded(account, subject);
            case "job_changed" -> to.onOutgoingJobChanged(account, subject, JobStatus.outgoing(facts));
            case "attempt_progress" -> to.onOutgoingJobChanged(account, text(facts, "job"), JobStatus.outgoing(facts));
            case "job_removed" -> to.onOutgoingJobRemoved(account, subject);
            case "received_fax_added" ->
                to.onIncomingMessageAdded(account, subject, flag(facts, "addedToReceiveFolder"));
            case "received_fax_removed" ->
                to.onIncomingMessageRemoved(account, subject, flag(facts, "removedFromReceiveFolder"));
            case "sent_fax_added" -> to.onOutgoingMessageAdded(account, subject);
            case "sent_fax_removed" -> to.onOutgoingMessageRemoved(account, subject);
            case "server_stopping" -> to.onServerShutDown(server);
            default -> {}
        }
    }

    private static String text(Map<String, String> facts, String name) {
        return facts.getOrDefault(name, "");
    }

    private static int number(Map<String, String> facts, String name) {
        String value = text(facts, name);
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }

    private static boolean flag(Map<String, String> facts, String name) {
        return Boolean.parseBoolean(text(facts, name));
    }
}
