package org.caselli.service.routing;

import java.util.List;
import java.util.Optional;
import org.caselli.service.archive.Inboxes;
import org.caselli.service.mail.Mailer;

/**
 * The extension that every server has: mail, folder, print, with the documented GUIDs and configuration strings, and one that
 * gives faxes to accounts.
 */
final class BuiltInMethods implements InboundRoutingExtension {
    static final String NAME = "caselli";

    private final MailMethod mail;
    private final AccountMethod accounts;

    BuiltInMethods(Mailer mail, Inboxes inboxes) {
        this.mail = new MailMethod(mail);
        this.accounts = new AccountMethod(inboxes);
    }

    @Override
    public int apiVersion() {
        return API_VERSION;
    }

    @Override
    public String uniqueName() {
        return NAME;
    }

    @Override
    public String friendlyName() {
        return "Built-in routing methods";
    }

    /** In the order in which they run as long as nobody changes it; the documents name none. */
    @Override
    public List<Method> methods() {
        return List.of(
                new Method(FolderMethod.GUID, "Store in a folder", "FaxRouteStore"),
                new Method(MailMethod.GUID, "Send by e-mail", "FaxRouteEmail"),
                new Method(PrintMethod.GUID, "Print", "FaxRoutePrint"),
                // Last, so that it is still to be seen by all who may when the others have failed.
                new Method(AccountMethod.GUID, "Give to accounts", "FaxRouteAccounts"));
    }

    @Override
    public Optional<String> complaint(String guid, byte[] data) {
        return switch (guid) {
            case FolderMethod.GUID -> FolderMethod.complaint(data);
            case MailMethod.GUID -> mail.complaint(data);
            case PrintMethod.GUID -> PrintMethod.complaint(data);
            case AccountMethod.GUID -> accounts.complaint(data);
            default -> Optional.of("There is no such method.");
        };
    }

    @Override
    public RoutingResult route(RoutingRequest request) throws Exception {
        return switch (request.method()) {
            case FolderMethod.GUID -> FolderMethod.route(request);
            case MailMethod.GUID -> mail.route(request);
            case PrintMethod.GUID -> PrintMethod.route(request);
            case AccountMethod.GUID -> accounts.route(request);
            default -> RoutingResult.failed("There is no such method.");
        };
    }
}
