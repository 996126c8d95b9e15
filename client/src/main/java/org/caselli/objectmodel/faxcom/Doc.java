package org.caselli.objectmodel.faxcom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caselli.client.Api;
import org.caselli.client.Content;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxDoc;
import org.caselli.objectmodel.Connection;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Handover;
import org.caselli.objectmodel.PersonalCoverPage;
import org.jspecify.annotations.Nullable;

/** A document for one recipient. Its values are here alone until it is sent; then it may be sent again, as another job. */
final class Doc implements FaxDoc {
    private final Connection connection;

    /** By their names, without those that are empty. */
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    private volatile boolean discountSend;
    private volatile boolean sendCoverpage;
    private volatile boolean serverCoverpage;
    private volatile int callHandle;
    private final Handover handover = new Handover();

    Doc(Connection connection) {
        this.connection = connection;
    }

    private String get(String name) {
        return texts.getOrDefault(name, "");
    }

    private void put(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            texts.remove(name);
        } else {
            texts.put(name, value);
        }
    }

    @Override
    public int send() {
        var said = new Said(texts);
        if (callHandle != 0) {
            throw new FaxException(
                    FaxError.ERROR_NOT_SUPPORTED,
                    "CallHandle is " + callHandle + ": a call of another program cannot be used to send a fax.",
                    "Leave CallHandle alone; the server calls the recipient.");
        }
        if (said.get("FaxNumber") == null) {
            throw Faults.invalid("The document has no FaxNumber.", "Set the number of the recipient.");
        }
        if (said.get("FileName") == null && !sendCoverpage) {
            throw Faults.invalid("The document has no FileName.", "Set the path of the file, or send a cover page.");
        }
        return submit(said).jobNumbers().get(0);
    }

    /** With reports by mail to EmailAddress, if the server sends any; else without, for the fax matters more. */
    private Api.Submission submit(Said said) {
        List<Content> contents = List.of();
        List<String> states = List.of();
        if (said.get("FileName") != null) {
            Path file = file(String.valueOf(said.get("FileName")));
            try {
                contents = List.of(Content.of(file));
                states = List.of(Handover.state(file));
            } catch (IOException gone) {
                throw noFile(file.toString());
            }
        }
        Api.NewReceipt report = said.get("EmailAddress") == null
                ? null
                : new Api.NewReceipt("mail", said.get("EmailAddress"), false, false);
        try {
            return handover.submit(connection, submission(said, report), contents, states);
        } catch (FaxException refused) {
            if (report == null || refused.error() != FaxError.ERROR_UNSUPPORTED_TYPE) {
                throw refused;
            }
            return handover.submit(connection, submission(said, null), contents, states);
        }
    }

    /** The texts of one moment; one that is not set is null, so that the server fills it in from the default sender. */
    private static final class Said {
        private final Map<String, String> texts;

        Said(Map<String, String> texts) {
            this.texts = new HashMap<>(texts);
        }

        @Nullable
        String get(String name) {
            return texts.get(name);
        }
    }

    /** The file, which must be there and readable. */
    private static Path file(String name) {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException noPath) {
            // Then there is no such file either.
        }
        throw noFile(name);
    }

    private static FaxException noFile(String name) {
        return new FaxException(
                FaxError.ERROR_FILE_NOT_FOUND,
                "FileName is " + name + ", and there is no such file that can be read.",
                "Give the whole path of a file on this machine.");
    }

    private Api.NewSubmission submission(Said said, Api.@Nullable NewReceipt report) {
        if (sendCoverpage && said.get("CoverpageName") == null) {
            throw Faults.invalid(
                    "SendCoverpage is set, but no CoverpageName.", "Set the name of the cover page as well.");
        }
        PersonalCoverPage personal = sendCoverpage && !serverCoverpage
                ? PersonalCoverPage.of(String.valueOf(said.get("CoverpageName")))
                : null;
        return new Api.NewSubmission(
                List.of(new Api.NewRecipient(
                        String.valueOf(said.get("FaxNumber")), said.get("RecipientName"), details(said))),
                null,
                null,
                null,
                discountSend ? "discount" : "now",
                null,
                said.get("CoverpageSubject"),
                said.get("DisplayName"),
                said.get("SenderName"),
                said.get("Tsid"),
                said.get("SenderFax"),
                sender(said),
                null,
                !sendCoverpage ? null : personal != null ? personal.name() : said.get("CoverpageName"),
                !sendCoverpage ? "none" : personal != null ? "local" : "server",
                personal != null ? personal.text() : null,
                said.get("CoverpageNote"),
                report,
                null);
    }

    /** Properties of the recipient beside the name and the number, and what the server calls them. */
    private static final Map<String, String> DETAILS = Map.ofEntries(
            Map.entry("RecipientAddress", "streetAddress"),
            Map.entry("RecipientCity", "city"),
            Map.entry("RecipientCompany", "company"),
            Map.entry("RecipientCountry", "country"),
            Map.entry("RecipientDepartment", "department"),
            Map.entry("RecipientHomePhone", "homePhone"),
            Map.entry("RecipientOffice", "officeLocation"),
            Map.entry("RecipientOfficePhone", "officePhone"),
            Map.entry("RecipientState", "state"),
            Map.entry("RecipientTitle", "title"),
            Map.entry("RecipientZip", "zipCode"));

    private static Map<String, String> details(Said said) {
        var details = new LinkedHashMap<String, String>();
        DETAILS.forEach((property, detail) -> {
            String value = said.get(property);
            if (value != null) {
                details.put(detail, value);
            }
        });
        return details;
    }

    private static Api.Sender sender(Said said) {
        return new Api.Sender(
                said.get("SenderCompany"),
                said.get("SenderDepartment"),
                said.get("SenderTitle"),
                said.get("EmailAddress"),
                said.get("SenderOffice"),
                said.get("SenderOfficePhone"),
                said.get("SenderHomePhone"),
                said.get("SenderAddress"),
                null,
                null,
                null,
                null,
                said.get("BillingCode"));
    }

    @Override
    public void setCallHandle(int value) {
        callHandle = value;
    }

    @Override
    public boolean isDiscountSend() {
        return discountSend;
    }

    @Override
    public void setDiscountSend(boolean value) {
        discountSend = value;
    }

    @Override
    public boolean isSendCoverpage() {
        return sendCoverpage;
    }

    @Override
    public void setSendCoverpage(boolean value) {
        sendCoverpage = value;
    }

    @Override
    public boolean isServerCoverpage() {
        return serverCoverpage;
    }

    @Override
    public void setServerCoverpage(boolean value) {
        serverCoverpage = value;
    }

    @Override
    public String getTsid() {
        return get("Tsid");
    }

    @Override
    public void setTsid(@Nullable String value) {
        put("Tsid", StationId.of(value));
    }

    // The texts that are kept as they come.

    @Override
    public String getBillingCode() {
        return get("BillingCode");
    }

    @Override
    public void setBillingCode(@Nullable String value) {
        put("BillingCode", value);
    }

    @Override
    public String getCoverpageName() {
        return get("CoverpageName");
    }

    @Override
    public void setCoverpageName(@Nullable String value) {
        put("CoverpageName", value);
    }

    @Override
    public String getCoverpageNote() {
        return get("CoverpageNote");
    }

    @Override
    public void setCoverpageNote(@Nullable String value) {
        put("CoverpageNote", value);
    }

    @Override
    public String getCoverpageSubject() {
        return get("CoverpageSubject");
    }

    @Override
    public void setCoverpageSubject(@Nullable String value) {
        put("CoverpageSubject", value);
    }

    @Override
    public String getDisplayName() {
        return get("DisplayName");
    }

    @Override
    public void setDisplayName(@Nullable String value) {
        put("DisplayName", value);
    }

    @Override
    public String getEmailAddress() {
        return get("EmailAddress");
    }

    @Override
    public void setEmailAddress(@Nullable String value) {
        put("EmailAddress", value);
    }

    @Override
    public String getFaxNumber() {
        return get("FaxNumber");
    }

    @Override
    public void setFaxNumber(@Nullable String value) {
        put("FaxNumber", value);
    }

    @Override
    public String getFileName() {
        return get("FileName");
    }

    @Override
    public void setFileName(@Nullable String value) {
        put("FileName", value);
    }

    @Override
    public String getRecipientAddress() {
        return get("RecipientAddress");
    }

    @Override
    public void setRecipientAddress(@Nullable String value) {
        put("RecipientAddress", value);
    }

    @Override
    public String getRecipientCity() {
        return get("RecipientCity");
    }

    @Override
    public void setRecipientCity(@Nullable String value) {
        put("RecipientCity", value);
    }

    @Override
    public String getRecipientCompany() {
        return get("RecipientCompany");
    }

    @Override
    public void setRecipientCompany(@Nullable String value) {
        put("RecipientCompany", value);
    }

    @Override
    public String getRecipientCountry() {
        return get("RecipientCountry");
    }

    @Override
    public void setRecipientCountry(@Nullable String value) {
        put("RecipientCountry", value);
    }

    @Override
    public String getRecipientDepartment() {
        return get("RecipientDepartment");
    }

    @Override
    public void setRecipientDepartment(@Nullable String value) {
        put("RecipientDepartment", value);
    }

    @Override
    public String getRecipientHomePhone() {
        return get("RecipientHomePhone");
    }

    @Override
    public void setRecipientHomePhone(@Nullable String value) {
        put("RecipientHomePhone", value);
    }

    @Override
    public String getRecipientName() {
        return get("RecipientName");
    }

    @Override
    public void setRecipientName(@Nullable String value) {
        put("RecipientName", value);
    }

    @Override
    public String getRecipientOffice() {
        return get("RecipientOffice");
    }

    @Override
    public void setRecipientOffice(@Nullable String value) {
        put("RecipientOffice", value);
    }

    @Override
    public String getRecipientOfficePhone() {
        return get("RecipientOfficePhone");
    }

    @Override
    public void setRecipientOfficePhone(@Nullable String value) {
        put("RecipientOfficePhone", value);
    }

    @Override
    public String getRecipientState() {
        return get("RecipientState");
    }

    @Override
    public void setRecipientState(@Nullable String value) {
        put("RecipientState", value);
    }

    @Override
    public String getRecipientTitle() {
        return get("RecipientTitle");
    }

    @Override
    public void setRecipientTitle(@Nullable String value) {
        put("RecipientTitle", value);
    }

    @Override
    public String getRecipientZip() {
        return get("RecipientZip");
    }

    @Override
    public void setRecipientZip(@Nullable String value) {
        put("RecipientZip", value);
    }

    @Override
    public String getSenderAddress() {
        return get("SenderAddress");
    }

    @Override
    public void setSenderAddress(@Nullable String value) {
        put("SenderAddress", value);
    }

    @Override
    public String getSenderCompany() {
        return get("SenderCompany");
    }

    @Override
    public void setSenderCompany(@Nullable String value) {
        put("SenderCompany", value);
    }

    @Override
    public String getSenderDepartment() {
        return get("SenderDepartment");
    }

    @Override
    public void setSenderDepartment(@Nullable String value) {
        put("SenderDepartment", value);
    }

    @Override
    public String getSenderFax() {
        return get("SenderFax");
    }

    @Override
    public void setSenderFax(@Nullable String value) {
        put("SenderFax", value);
    }

    @Override
    public String getSenderHomePhone() {
        return get("SenderHomePhone");
    }

    @Override
    public void setSenderHomePhone(@Nullable String value) {
        put("SenderHomePhone", value);
    }

    @Override
    public String getSenderName() {
        return get("SenderName");
    }

    @Override
    public void setSenderName(@Nullable String value) {
        put("SenderName", value);
    }

    @Override
    public String getSenderOffice() {
        return get("SenderOffice");
    }

    @Override
    public void setSenderOffice(@Nullable String value) {
        put("SenderOffice", value);
    }

    @Override
    public String getSenderOfficePhone() {
        return get("SenderOfficePhone");
    }

    @Override
    public void setSenderOfficePhone(@Nullable String value) {
        put("SenderOfficePhone", value);
    }

    @Override
    public String getSenderTitle() {
        return get("SenderTitle");
    }

    @Override
    public void setSenderTitle(@Nullable String value) {
        put("SenderTitle", value);
    }
}
