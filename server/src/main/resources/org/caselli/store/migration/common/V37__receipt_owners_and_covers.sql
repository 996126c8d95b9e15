-- Whose a receipt is, and the cover page of its fax.

alter table receipt add column account text not null default '';  -- who submitted the fax; empty: nobody that has an account
alter table receipt add column cover_blob text;  -- of the one recipient; null if there was none, or nobody needs it any more
update receipt set account = coalesce((select s.account from submission s where s.id = receipt.submission_id),
    (select max(m.account) from sent_message m where m.submission_id = receipt.submission_id), '');
create index receipt_account on receipt (account, id);
create index receipt_cover_blob on receipt (cover_blob) where cover_blob is not null;
