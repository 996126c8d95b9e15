package org.caselli.queue;

/**
 * What a job has from its submission and the queue itself makes nothing of: for those who look at a list of jobs.
 *
 * @param senderName     perhaps empty
 * @param senderId       our identity to the other machine as the sender wants it; perhaps empty
 * @param senderNumber   the sender's own fax number; perhaps empty
 * @param sender         what else is told of the sender, as the submission keeps it; empty for nothing
 * @param hasCover       whether it has a cover page
 * @param receiptAddress who is told by mail how it ended; empty for nobody
 * @param receiptGrouped one receipt for all recipients together
 * @param receiptAttach  with the fax as a file
 */
public record JobOrigin(
        String senderName,
        String senderId,
        String senderNumber,
        String sender,
        boolean hasCover,
        String receiptAddress,
        boolean receiptGrouped,
        boolean receiptAttach) {}
