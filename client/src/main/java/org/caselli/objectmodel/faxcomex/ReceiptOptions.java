package org.caselli.objectmodel.faxcomex;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SMTP_AUTHENTICATION_TYPE_ENUM;
import org.caselli.faxcomex.FaxReceiptOptions;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.ServerSettings;
import org.caselli.objectmodel.Words;
import org.jspecify.annotations.Nullable;

final class ReceiptOptions implements FaxReceiptOptions {
    private static final String AUTHENTICATION = "receipts.authentication";
    private static final String HOST = "receipts.host";
    private static final String PORT = "receipts.port";
    private static final String SENDER = "receipts.sender";
    private static final String USER = "receipts.user";
    private static final String PASSWORD = "receipts.password";
    private static final String ALLOWED = "receipts.allowed";
    private static final String ROUTING = "receipts.forInboundRouting";

    /** What came after NTLM, and the documents know nothing of. */
    private static final String TOKEN = "oauth2";

    private final ServerSettings settings;

    ReceiptOptions(Connection connection) {
        settings = new ServerSettings(connection, AUTHENTICATION, HOST, PORT, SENDER, USER, PASSWORD, ALLOWED, ROUTING);
    }

    @Override
    public FAX_SMTP_AUTHENTICATION_TYPE_ENUM getAuthenticationType() {
        String type = settings.text(AUTHENTICATION);
        return type.equals(TOKEN)
                ? FAX_SMTP_AUTHENTICATION_TYPE_ENUM.fsatBASIC
                : Words.of(FAX_SMTP_AUTHENTICATION_TYPE_ENUM.class, type);
    }

    @Override
    public void setAuthenticationType(FAX_SMTP_AUTHENTICATION_TYPE_ENUM value) {
        settings.set(AUTHENTICATION, Words.word(value));
    }

    @Override
    public String getSMTPServer() {
        return settings.text(HOST);
    }

    @Override
    public void setSMTPServer(@Nullable String value) {
        settings.set(HOST, Words.text(value));
    }

    @Override
    public int getSMTPPort() {
        return settings.number(PORT);
    }

    @Override
    public void setSMTPPort(int value) {
        settings.set(PORT, value);
    }

    @Override
    public String getSMTPSender() {
        return settings.text(SENDER);
    }

    @Override
    public void setSMTPSender(@Nullable String value) {
        settings.set(SENDER, Words.text(value));
    }

    @Override
    public String getSMTPUser() {
        return settings.text(USER);
    }

    @Override
    public void setSMTPUser(@Nullable String value) {
        settings.set(USER, Words.text(value));
    }

    /** One word for each that is allowed; the server knows one at most. */
    @Override
    public Set<FAX_RECEIPT_TYPE_ENUM> getAllowedReceipts() {
        var allowed = EnumSet.noneOf(FAX_RECEIPT_TYPE_ENUM.class);
        Arrays.stream(settings.text(ALLOWED).split(" "))
                .map(word -> Words.of(FAX_RECEIPT_TYPE_ENUM.class, word))
                .filter(type -> type != FAX_RECEIPT_TYPE_ENUM.frtNONE)
                .forEach(allowed::add);
        return Collections.unmodifiableSet(allowed);
    }

    @Override
    public void setAllowedReceipts(@Nullable Set<FAX_RECEIPT_TYPE_ENUM> value) {
        if (value == null) {
            throw Faults.invalid("The set of receipts is null.", "Give an empty one for none.");
        }
        String words = value.stream()
                .filter(type -> type != FAX_RECEIPT_TYPE_ENUM.frtNONE)
                .sorted()
                .map(Words::word)
                .collect(joining(" "));
        settings.set(ALLOWED, words.isEmpty() ? Words.word(FAX_RECEIPT_TYPE_ENUM.frtNONE) : words);
    }

    @Override
    public String getSMTPPassword() {
        return settings.text(PASSWORD);
    }

    @Override
    public void setSMTPPassword(@Nullable String value) {
        settings.set(PASSWORD, Words.text(value));
    }

    @Override
    public boolean isUseForInboundRouting() {
        return settings.flag(ROUTING);
    }

    @Override
    public void setUseForInboundRouting(boolean value) {
        settings.set(ROUTING, value);
    }

    @Override
    public void refresh() {
        settings.refresh();
    }

    @Override
    public void save() {
        if (getAllowedReceipts().contains(FAX_RECEIPT_TYPE_ENUM.frtMSGBOX)) {
            throw new FaxException(
                    FaxError.ERROR_NOT_SUPPORTED,
                    "Receipts cannot come as message boxes.",
                    "Allow those by mail; for a window of its own a program listens to events.");
        }
        settings.save();
    }
}
