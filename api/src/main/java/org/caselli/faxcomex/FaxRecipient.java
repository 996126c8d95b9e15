package org.caselli.faxcomex;

/**
 * One recipient.
 *
 * <p>Obtained from {@code FaxRecipients.Item} / {@code .Add}, {@code FaxOutgoingJob.Recipient}, {@code
 * FaxOutgoingMessage.Recipient}.
 *
 * <p>local.
 */
public interface FaxRecipient {
    /**
     * Number to dial. Canonical TAPI form {@code +cc (area) number} ⇒ outbound routing rules apply; any other form
     * ⇒ dialled as typed on the first available device.
     */
    String getFaxNumber();

    /**
     * Sets {@link #getFaxNumber()}.
     */
    void setFaxNumber(String value);

    /**
     * Name.
     */
    String getName();

    /**
     * Sets {@link #getName()}.
     */
    void setName(String value);
}
