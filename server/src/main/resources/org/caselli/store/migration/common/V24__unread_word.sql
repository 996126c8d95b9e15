-- The search now has a word for what is unread. Messages without a size get one, and their words, in the next rounds of the
-- archives: so those that are unread lose theirs.
update archive_total set octets = octets
    - (select coalesce(sum(size), 0) from received_message where seen = 0 and size > 0) where archive = 'RECEIVED';
update archive_total set octets = octets
    - (select coalesce(sum(size), 0) from sent_message where seen = 0 and size > 0) where archive = 'SENT';
update received_message set size = -1 where seen = 0;
update sent_message set size = -1 where seen = 0;
