package org.caselli.faxcomex;

/**
 * One to whom a fax is sent. From {@link FaxRecipients#add(String, String)}; of a job or a sent fax it is a copy, and
 * changing it changes nothing there.
 */
public interface FaxRecipient {
    /**
     * The number. One that begins with a plus, such as {@code +1 (425) 555-0123}, is looked up in the outbound rules;
     * others are dialled as they are.
     */
    String getFaxNumber();

    /** Sets {@link #getFaxNumber()}. */
    void setFaxNumber(String value);

    /** The name, for the cover page and the lists; may be empty. */
    String getName();

    /** Sets {@link #getName()}. */
    void setName(String value);
}
