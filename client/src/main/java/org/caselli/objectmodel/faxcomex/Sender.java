package org.caselli.objectmodel.faxcomex;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.caselli.client.Api;
import org.caselli.faxcomex.FaxSender;
import org.jspecify.annotations.Nullable;

/** Who sends a fax: texts under their documented names. What is not known is not there. */
final class Sender implements FaxSender {
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /** One of whom nothing is known. */
    Sender() {}

    /** As a server tells of a fax. */
    static Sender of(String name, String tsid, String number, Api.@Nullable Sender more) {
        var sender = new Sender();
        sender.setName(name);
        sender.setTSID(tsid);
        sender.setFaxNumber(number);
        if (more != null) {
            sender.set("BillingCode", more.billingCode());
            sender.set("City", more.city());
            sender.set("Company", more.company());
            sender.set("Country", more.country());
            sender.set("Department", more.department());
            sender.set("Email", more.email());
            sender.set("HomePhone", more.homePhone());
            sender.set("OfficePhone", more.officePhone());
            sender.set("OfficeLocation", more.officeLocation());
            sender.set("State", more.state());
            sender.set("StreetAddress", more.streetAddress());
            sender.set("Title", more.title());
            sender.set("ZipCode", more.zipCode());
        }
        return sender;
    }

    /** What a submission tells beside name, identity and number; null for nothing. */
    Api.@Nullable Sender more() {
        var more = new Api.Sender(
                told("Company"),
                told("Department"),
                told("Title"),
                told("Email"),
                told("OfficeLocation"),
                told("OfficePhone"),
                told("HomePhone"),
                told("StreetAddress"),
                told("City"),
                told("State"),
                told("ZipCode"),
                told("Country"),
                told("BillingCode"));
        return more.equals(NOTHING) ? null : more;
    }

    private static final Api.Sender NOTHING =
            new Api.Sender(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** This text; null for none. */
    @Nullable
    String told(String name) {
        return texts.get(name);
    }

    private String get(String name) {
        return Objects.requireNonNullElse(texts.get(name), "");
    }

    private void set(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            texts.remove(name);
        } else {
            texts.put(name, value);
        }
    }

    @Override
    public void loadDefaultSender() {
        Map<String, String> kept = DefaultSender.load();
        if (!kept.isEmpty()) {
            texts.clear();
            kept.forEach(this::set);
        }
    }

    @Override
    public void saveDefaultSender() {
        DefaultSender.save(Map.copyOf(texts));
    }

    @Override
    public String getBillingCode() {
        return get("BillingCode");
    }

    @Override
    public void setBillingCode(String value) {
        set("BillingCode", value);
    }

    @Override
    public String getCity() {
        return get("City");
    }

    @Override
    public void setCity(String value) {
        set("City", value);
    }

    @Override
    public String getCompany() {
        return get("Company");
    }

    @Override
    public void setCompany(String value) {
        set("Company", value);
    }

    @Override
    public String getCountry() {
        return get("Country");
    }

    @Override
    public void setCountry(String value) {
        set("Country", value);
    }

    @Override
    public String getDepartment() {
        return get("Department");
    }

    @Override
    public void setDepartment(String value) {
        set("Department", value);
    }

    @Override
    public String getEmail() {
        return get("Email");
    }

    @Override
    public void setEmail(String value) {
        set("Email", value);
    }

    @Override
    public String getFaxNumber() {
        return get("FaxNumber");
    }

    @Override
    public void setFaxNumber(String value) {
        set("FaxNumber", value);
    }

    @Override
    public String getHomePhone() {
        return get("HomePhone");
    }

    @Override
    public void setHomePhone(String value) {
        set("HomePhone", value);
    }

    @Override
    public String getName() {
        return get("Name");
    }

    @Override
    public void setName(String value) {
        set("Name", value);
    }

    @Override
    public String getTSID() {
        return get("TSID");
    }

    @Override
    public void setTSID(String value) {
        set("TSID", value);
    }

    @Override
    public String getOfficePhone() {
        return get("OfficePhone");
    }

    @Override
    public void setOfficePhone(String value) {
        set("OfficePhone", value);
    }

    @Override
    public String getOfficeLocation() {
        return get("OfficeLocation");
    }

    @Override
    public void setOfficeLocation(String value) {
        set("OfficeLocation", value);
    }

    @Override
    public String getState() {
        return get("State");
    }

    @Override
    public void setState(String value) {
        set("State", value);
    }

    @Override
    public String getStreetAddress() {
        return get("StreetAddress");
    }

    @Override
    public void setStreetAddress(String value) {
        set("StreetAddress", value);
    }

    @Override
    public String getTitle() {
        return get("Title");
    }

    @Override
    public void setTitle(String value) {
        set("Title", value);
    }

    @Override
    public String getZipCode() {
        return get("ZipCode");
    }

    @Override
    public void setZipCode(String value) {
        set("ZipCode", value);
    }
}
