-- One campaign runs at a unit at a time, and one person is named for a measure there; whatever the order of requests.
create unique index campaign_one_running on campaign (unit_id) where state = 'running';
create unique index responsible_one on responsible (unit_id, measure) where until_at is null;
-- A form is drawn in the order in which its fields were written; jsonb would sort them.
alter table form alter column content type json using content::json;
