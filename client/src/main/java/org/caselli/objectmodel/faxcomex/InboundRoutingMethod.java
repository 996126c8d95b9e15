package org.caselli.objectmodel.faxcomex;

import org.caselli.client.InboundRouting.Method;
import org.caselli.client.Tagged;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxInboundRoutingMethod;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Edited;

final class InboundRoutingMethod implements FaxInboundRoutingMethod {
    private final Method method;
    private final Edited<Integer> priority;

    InboundRoutingMethod(Connection connection, Method method) {
        this.method = method;
        this.priority = new Edited<>(
                new Tagged<>(method.priority(), Edited.NO_TAG),
                () -> connection.ask(FaxError.ERROR_INVALID_DATA, client -> {
                    var use = client.inboundRouting().find(method.guid());
                    return new Tagged<>(use.value().method().priority(), use.tag());
                }),
                (wanted, tag) -> connection.ask(
                        FaxError.ERROR_INVALID_DATA,
                        client -> new Tagged<>(
                                client.inboundRouting()
                                        .setPriority(method.guid(), wanted, tag)
                                        .method()
                                        .priority(),
                                Edited.NO_TAG)));
    }

    @Override
    public String getName() {
        return method.name();
    }

    @Override
    public String getGUID() {
        return method.guid();
    }

    @Override
    public String getFunctionName() {
        return method.functionName();
    }

    @Override
    public String getExtensionFriendlyName() {
        return method.extensionName();
    }

    @Override
    public String getExtensionImageName() {
        return method.image();
    }

    @Override
    public int getPriority() {
        return priority.get();
    }

    @Override
    public void setPriority(int value) {
        priority.set(before -> value);
    }

    @Override
    public void refresh() {
        priority.refresh();
    }

    @Override
    public void save() {
        priority.save();
    }
}
