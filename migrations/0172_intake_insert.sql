-- What a stored report costs: the time of receipt rises with the table's pages, so a summary of pages finds a day as well
-- as a tree does and costs an insert next to nothing; and digests do not compress, so nobody tries.
drop index report_received;
create index report_received on report using brin (received_at) with (pages_per_range = 32, autosummarize = on);
alter table audit alter column digests set storage external;
alter table audit alter column report_ids set storage external;
